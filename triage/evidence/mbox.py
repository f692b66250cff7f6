"""Which mails stand in a mailbox file (RFC 4155, and its older kin)?"""

from __future__ import annotations

import re
from collections.abc import Iterator

_DAY = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
# From who@example.org Sat Nov 21 19:56:36 2026, with what old systems put between and behind.
_FROM_LINE = re.compile(
    rb"^From [^\n]{0,300}?" + _DAY + rb",? [^\n]{0,60}\d\d:\d\d[^\n]{0,60}\r?\n", re.MULTILINE
)
_ESCAPED = re.compile(rb"^>(?=>*From )", re.MULTILINE)


def starts_as_mbox(raw: bytes) -> bool:
    return _FROM_LINE.match(raw) is not None


def is_separator(line: bytes) -> bool:
    """Does this line begin a mail, if an empty line (or nothing) stands above it?"""
    return line.startswith(b"From ") and _FROM_LINE.match(line) is not None


def unescape(raw: bytes) -> bytes:
    """`>From` at the start of a line as it was before it went into the mailbox file."""
    return _ESCAPED.sub(b"", raw)


def split_mbox(raw: bytes) -> Iterator[bytes]:
    """Every mail without its separator line, `>From` turned back; what is no mailbox file comes back whole.

    A separator counts at the start and after an empty line.
    """
    if not starts_as_mbox(raw):
        yield raw
        return
    starts = [
        match
        for match in _FROM_LINE.finditer(raw)
        if match.start() == 0
        or raw[max(0, match.start() - 4) : match.start()].replace(b"\r", b"").endswith(b"\n\n")
    ]
    for at, match in enumerate(starts):
        end = starts[at + 1].start() if at + 1 < len(starts) else len(raw)
        yield unescape(raw[match.end() : end])
