"""What the checks found that matters: findings of one cause stand in one line."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.vocabulary import Status
from triage.dossier.lines import clean
from triage.dossier.model import Found
from triage.model import Finding
from triage.snippets import COMMAND

_LOOKED_AT = (Status.FAIL, Status.PERMERROR, Status.WARN)
_UNCHECKED = (Status.TEMPERROR,)
_TELLS = ("junk_score", "rejecting_host", "shared_features", "spam_score", "trace", "header_then_now")
"""Checks whose every finding explains a ticket, whatever its status."""
_NXDOMAIN = re.compile(r"([A-Za-z0-9_.-]{1,253})(?:, [^.]{1,80},)? does not exist \(NXDOMAIN\)")
_OFFLINE = ".offline"
_NOT_ASKED = (_OFFLINE, ".no_fetch", ".unasked")
_MOST = 25


def matters(findings: Iterable[Finding]) -> tuple[Found, ...]:
    """What is not as it should be, worst first, and what explains the ticket."""
    chosen = [
        item
        for item in findings
        if item.status in _LOOKED_AT
        or (item.check in _TELLS and item.status not in (Status.SKIPPED, *_UNCHECKED))
    ]
    rank = {status: number for number, status in enumerate(_LOOKED_AT)}
    chosen.sort(key=lambda item: rank.get(item.status, len(rank)))
    return _grouped(chosen)


def unchecked(findings: Iterable[Finding]) -> tuple[Found, ...]:
    """What got no answer, and what nobody was asked: it may be right or wrong."""
    return _grouped(item for item in findings if item.status in _UNCHECKED or item.code.endswith(_NOT_ASKED))


def fine(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.code for item in findings if item.status is Status.PASS))[:40]


def _grouped(findings: Iterable[Finding]) -> tuple[Found, ...]:
    groups: dict[tuple[str, str], list[Finding]] = {}
    for item in findings:
        groups.setdefault(_cause(item), []).append(item)
    return tuple(_one(group) for group in list(groups.values())[:_MOST])


def _cause(item: Finding) -> tuple[str, str]:
    """Equal for findings that say one thing: a name that does not exist, the same silence, the same words."""
    if gone := _NXDOMAIN.search(item.summary):
        return "nxdomain", gone[1].lower().rstrip(".")
    if item.status is Status.TEMPERROR and item.data.get("name"):
        # a resolver that refuses does so for every name; silence is each name's own
        ours = item.data.get("outcome") == "refused"
        return "no answer", "the resolver" if ours else str(item.data["name"])
    if item.code.endswith(_OFFLINE):
        return "offline", ""
    return item.check, item.summary


def _one(group: list[Finding]) -> Found:
    first = group[0]
    summary = "nobody was asked: this run is offline" if first.code.endswith(_OFFLINE) else first.summary
    command = next((said for item in group if isinstance(said := item.data.get(COMMAND), str)), "")
    return Found(
        status=first.status.value,
        code=first.code,
        summary=clean(summary, 600),
        advice=clean(first.advice),
        who_can_fix=first.who_can_fix.value if first.who_can_fix else None,
        source=clean(first.source),
        command=command[:1000],
        also=tuple(dict.fromkeys(item.code for item in group[1:] if item.code != first.code)),
    )
