"""What of a text did a person say? Pasted header blocks and legal footers speak for nobody.

The evidence that was read from them speaks for itself; to the classifier their words ("X-Spam-Status",
"smtp", "intended recipient") would only be noise. A line of a bounce that somebody quotes stays.
"""

from __future__ import annotations

import re

_FIELD = re.compile(r"[ \t>|]{0,6}([A-Za-z][A-Za-z0-9-]{1,60}):(?:\s|$)")
_OF_SERVERS = re.compile(
    r"received$|received-spf$|return-path$|delivered-to$|message-id$|mime-version$|dkim-signature$|x-|arc-"
    r"|authentication-results$|content-transfer-encoding$|content-type$|thread-(?:topic|index)$",
    re.I,
)
_FOLDED = re.compile(r"(?:[>|][ \t]?){0,4}[ \t]{1,}\S")
_RULE = re.compile(r"[ \t]{0,3}[_=*~-]{8,}[ \t]{0,3}$")
_LEGAL = re.compile(
    r"confidential|intended recipient|vertraulich|confidentiel|confidencial|riservat|vertrouwelijk|poufn"
    r"|bizalmas|disclaimer|privileged",
    re.I,
)
_FEWEST = 3
_MOST_LINES = 2_000


def spoken(text: str) -> str:
    """The text without header blocks and without a legal footer."""
    lines = text.split("\n")[:_MOST_LINES]
    kept: list[str] = []
    at = 0
    while at < len(lines):
        end, names = _run(lines, at)
        if end > at:
            kept += [""] if _is_header(names) else lines[at:end]
            at = end
        elif _RULE.match(lines[at]) and _LEGAL.search("\n".join(lines[at + 1 : at + 6])):
            break
        else:
            kept.append(lines[at])
            at += 1
    return "\n".join(kept).strip()


def _run(lines: list[str], start: int) -> tuple[int, list[str]]:
    """Where a run of header fields that begins here ends, and their names; folded lines belong to them."""
    names: list[str] = []
    at = start
    while at < len(lines):
        found = _FIELD.match(lines[at])
        if found:
            names.append(found.group(1))
        elif not names or not (_FOLDED.match(lines[at]) or _is_gap(lines, at)):
            break
        at += 1
    return at, names


def _is_gap(lines: list[str], at: int) -> bool:
    """A blank line between each two fields is what some mail programs make of a header in HTML."""
    return not lines[at].strip() and at + 1 < len(lines) and _FIELD.match(lines[at + 1]) is not None


def _is_header(names: list[str]) -> bool:
    return len(names) >= _FEWEST and sum(1 for name in names if _OF_SERVERS.match(name)) >= 2
