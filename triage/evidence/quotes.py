"""What did somebody newly write? A mail's text without what it quotes and without its signature.

First our own cut, linear and in many languages; then mail-parser-reply for what its patterns know besides.
When in doubt text stays: a detail lost here would be asked for again.
"""

from __future__ import annotations

import re

from triage.evidence.attribution import attribution, is_marked, next_line
from triage.evidence.footers import without_signature
from triage.evidence.inline import inline_label, is_sending_time, said_above_a_quote

_MAX_LINES = 3_000
_MAX_LINE = 1_000
_MAX_FOR_LIBRARY = 10_000
"""The library's patterns are quadratic in places: only a short text is given to it."""
_LIBRARY_LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pl", "cs", "da", "sv", "ja", "zh", "ko"]
_HEAD = ("from", "date", "to", "subject")
_MARKS = re.compile(r"^[ \t]{0,3}(?:\|?>[ \t]?){1,20}")
_RULE = re.compile(r"^[ \t]{0,3}[_-]{8,}[ \t]{0,3}$")
_GAPS = re.compile(r"\n{3,}")


def new_text(text: str) -> str:
    """The newly written text; empty when all of it is quoted or forwarded."""
    own, _ = _parted(_lines(text))
    ours = _GAPS.sub("\n\n", "\n".join(without_signature(own))).strip()
    if not ours or len(ours) > _MAX_FOR_LIBRARY:
        return ours
    return _by_library(ours) or ours


def old_text(text: str) -> str:
    """What is quoted or forwarded in a mail, its quote marks taken off; empty when all of it is new."""
    _, theirs = _parted(_lines(text))
    return "\n".join(_MARKS.sub("", line) for line in theirs).strip()


def _lines(text: str) -> list[str]:
    return [line[:_MAX_LINE].rstrip() for line in text.replace("\r\n", "\n").split("\n")[:_MAX_LINES]]


def _parted(lines: list[str]) -> tuple[list[str], list[str]]:
    """What somebody wrote, and what they quote.

    A quote with marks ends where the marks end: below it, and within it, people answer. One without marks
    goes on to the end.
    """
    own: list[str] = []
    theirs: list[str] = []
    at = 0
    while at < len(lines):
        if is_marked(lines[at]):
            theirs.append(lines[at])
            at += 1
            continue
        taken, marked = _announces(lines, at)
        if taken and not marked:
            theirs += lines[at:]
            break
        (theirs if taken else own).extend(lines[at : at + max(taken, 1)])
        at += max(taken, 1)
    if at < len(lines):
        while own and (not own[-1].strip() or _RULE.match(own[-1])):
            own.pop()
    return own, theirs


def _announces(lines: list[str], at: int) -> tuple[int, bool]:
    """How many lines from `at` on say that a quote follows (0: none), and whether it carries marks."""
    line = lines[at]
    if not line.strip():
        return 0, False
    if taken := attribution(lines, at):
        return taken, is_marked(next_line(lines, at + taken))
    if said_above_a_quote(line):
        below = next_line(lines, at + 1)
        if is_marked(below):
            return 1, True
        near = range(at + 1, min(at + 4, len(lines)))
        if any(inline_label(lines[one]) or attribution(lines, one) for one in near):
            return 1, any(attribution(lines, one) and _is_marked_below(lines, one) for one in near)
    return int(_is_head(lines, at)), False


def _is_marked_below(lines: list[str], at: int) -> bool:
    return is_marked(next_line(lines, at + attribution(lines, at)))


def _is_head(lines: list[str], at: int) -> bool:
    """From, Sent, To and Subject on lines that follow each other, as mail programs write them."""
    first = inline_label(lines[at])
    if first == "date":
        # only where it says "sent": people list details that begin with a date
        if not (is_sending_time(lines[at]) and at + 1 < len(lines) and inline_label(lines[at + 1]) == "from"):
            return False
    elif first != "from":
        return False
    found = [label for line in lines[at : at + 8] if (label := inline_label(line))]
    return all(name in found for name in _HEAD) and all(line.strip() for line in lines[at : at + 4])


def _by_library(text: str) -> str:
    """What the library takes for new, unless it cuts at a line like `From: …`: people list details so."""
    from mailparser_reply.parser import EmailMessage  # type: ignore[import-untyped]

    found = EmailMessage(text=text, languages=list(_LIBRARY_LANGUAGES), keep_hyphen_lists=True).read()
    new = (found.latest_reply or "").strip()
    rest = text.split("\n")[len(new.split("\n")) :]
    cut_at = next((line for line in rest if line.strip()), "")
    return "" if inline_label(cut_at) else new
