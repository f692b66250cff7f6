"""What do spam samples share, what would blocking it catch, and what would it hurt?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.findings import printable
from triage.model import Facts, Finding
from triage.tools.protocols import Tools

CODES = {
    "shared_features.safe": "several samples share it, and no good mail that the desk has seen has it",
    "shared_features.hurts": "several samples share it, but so does good mail",
}
_NAMES = {
    "ip": "the sending address",
    "network": "the network",
    "envelope_domain": "the envelope sender's domain",
    "from_domain": "the domain in From",
    "dkim_domain": "the signing domain (DKIM)",
    "link": "links to",
    "subject": "the subject",
}
_WHY = {
    "customer": "from people who wrote to the desk",
    "list": "newsletters of proven senders",
    "wanted": "mail that somebody wanted",
}
_MOST = 6


@check("shared_features", codes=CODES, needs=("shared_feature",))
async def shared_features(facts: Facts, platform: Platform, tools: Tools) -> tuple[Finding, ...]:
    found = [item for item in facts.items if item.name == "shared_feature"][:_MOST]
    return tuple(_finding(json.loads(item.value), item.source) for item in found)


def _finding(said: Mapping[str, Any], source: str) -> Finding:
    value, kinds = printable(said["value"], 120), said["kinds"]
    named = " and ".join(_NAMES.get(kind, kind) for kind in kinds)
    hurts = {why: count for why, count in said["hurts"].items() if count}
    summary = f"{said['caught']} of {said['of']} samples share {named} {value}."
    if hurts:
        which = ", ".join(f"{count} {_WHY.get(why, why)}" for why, count in hurts.items())
        advice = f"Do not block it lightly: that would have stopped good mail, too ({which})."
    else:
        advice = "Blocking it would have stopped these, and no good mail that the desk has seen."
    return Finding(
        "shared_features",
        "shared_features.hurts" if hurts else "shared_features.safe",
        Status.NEUTRAL,
        summary,
        advice,
        WhoCanFix.PLATFORM,
        source,
        {
            "kinds": tuple(kinds),
            "value": said["value"],
            "caught": said["caught"],
            "of": said["of"],
            "hurts": sum(hurts.values()),
        },
    )
