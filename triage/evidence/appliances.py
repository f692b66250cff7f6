"""What did a filter say that is neither SpamAssassin nor rspamd? Barracuda's and Proofpoint's own fields."""

from __future__ import annotations

import re
from collections.abc import Mapping

FIELDS = ("x-barracuda-spam-status", "x-barracuda-spam-score", "x-proofpoint-spam-details")
_LEVEL = re.compile(r"\b(?:TAG|QUARANTINE|KILL)_LEVEL=(\d{1,6}(?:\.\d{1,6})?)")
_RULE = re.compile(r"\brule=([a-z_]{2,40})", re.IGNORECASE)
_SCORE = re.compile(r"\bscore=(\d{1,6})\b")


def as_status(found: Mapping[str, str]) -> str | None:
    """The same in the form of `X-Spam-Status`; `None` where none of them said anything.

    Barracuda's lowest level that does something is the required score.
    """
    status = found.get("x-barracuda-spam-status")
    if status:
        levels = sorted(map(float, _LEVEL.findall(status[:2_000])))
        said = _LEVEL.sub("", status).replace("SCORE=", "score=")
        return f"{said.replace('tests=', f'required={levels[0]} tests=')}" if levels else said
    if score := found.get("x-barracuda-spam-score"):
        return f"score={score.strip()}"
    details = found.get("x-proofpoint-spam-details", "")[:2_000]
    rule, points = _RULE.search(details), _SCORE.search(details)
    if rule is None:
        return None
    name = rule.group(1).lower()
    word = "no" if name.endswith("notspam") else "yes" if name.endswith("spam") else "?"
    return f"{word}, score={points.group(1)}" if points else word
