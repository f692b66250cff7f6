"""Which SMTP reply and which enhanced status code (RFC 3463) stand in a server's words? None is made up."""

from __future__ import annotations

import re
from dataclasses import dataclass

ENHANCED = re.compile(r"(?<![\w.#])#?([245]\.[0-7]\.\d{1,3})(?![\d.]\d|\d)")
_BOTH = re.compile(r"(?<![\w.#])#?([245]\d\d)[ \-][ #]{0,3}([245]\.[0-7]\.\d{1,3})(?![\d.]\d|\d)")
_FIRST = re.compile(r"\s{0,9}(?:(?:Received )?(?:<<<|<--|->) )?([245]\d\d)(?=[ \-:]|$)")
_INNER = re.compile(r"[ :'\"=;\[]([45]\d\d)(?=[ \-:,]|$)")
# What stands before a reply code within a sentence, so that no number of another kind is taken for one.
_BEFORE = re.compile(
    r"(?:said|returned|replied|responded|follows|answer|response|reason|error|with|failure|failed|code|was|->|me"
    r"|handshake|status|:)[ :'\"=]{0,4}(?:SMTP;? ?)?[ :'\"=;\[]$",
    re.IGNORECASE,
)
_TAIL = re.compile(r"[\[(](?:#)?([45]\d\d)[\])]\s{0,3}$")
_REPEATED = re.compile(r" (?:[245]\d\d[ \-])(?:#?[245]\.\d{1,3}\.\d{1,3})?(?= )")
_VAGUE = re.compile(r"[245]\.(?:0\.0|4\.7)")


@dataclass(frozen=True)
class Codes:
    reply: int | None = None
    enhanced: str | None = None


def find_codes(text: str) -> Codes:
    """The reply code and the enhanced code that decided, as they stand in a reply of 4,000 characters."""
    text = text[:4000]
    both = _BOTH.search(text)
    reply = both.group(1) if both else None
    if not both:
        match = _FIRST.match(text) or _inner(text) or _TAIL.search(text)
        reply = match.group(1) if match else None
    found = [match.group(1) for match in ENHANCED.finditer(text)]
    best = found[0] if found else None
    for code in found[1:]:
        best = code if best and _says_less(best, code) else best
    return Codes(int(reply) if reply else None, best)


def _inner(text: str) -> re.Match[str] | None:
    return next((one for one in _INNER.finditer(text) if _BEFORE.search(text[: one.start(1)][-24:])), None)


def best_status(field: str | None, written: str | None) -> str | None:
    """Of the `Status` field and the code in the reply the one that says more; both stand in the report."""
    match = ENHANCED.search(field or "")
    stated = match.group(1) if match else None
    if stated is None or written is None:
        return stated or written
    return stated if _says_less(written, stated) else written


def _says_less(one: str, other: str) -> bool:
    """Of the same subject the code without a detail (x.y.0) says less, else the one that is vague."""
    if one.rpartition(".")[0] == other.rpartition(".")[0] and one.endswith(".0") != other.endswith(".0"):
        return one.endswith(".0")
    return vague(one) and not vague(other)


def vague(code: str) -> bool:
    """A code that says no more than its class, or that the time ran out."""
    return _VAGUE.fullmatch(code) is not None


def one_line(text: str) -> str:
    """A multi-line reply as one line: the repeated codes of its continuation lines left out."""
    text = " ".join(text.split())
    return _REPEATED.sub("", text) if text[:3].isdigit() else text
