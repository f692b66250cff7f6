"""Which mail was put into the text of another: forwarded inline, or its header block pasted?"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("inline.toml")
_MAX_TEXT = 120_000
_LABEL = re.compile(
    r"[ \t]{0,4}[*_]{0,2}([^\W\d_][^:*<>@]{0,24})[*_]{0,2}[ \t]{0,3}[::][*_]{0,2}[ \t]{0,9}(.*)"
)
_EDGES = re.compile(r"^[\s\-‐–—_=*>|#+]{0,60}|[\s\-‐–—_=*:>|#+]{0,60}$")
_MAILTO = re.compile(r"\[mailto:([^\[\]\s<>]{3,254})\]", re.IGNORECASE)
_QUOTE = re.compile(r"^[ \t]{0,3}(?:[>|][ \t]?){1,9}", re.MULTILINE)
_FIELD_LINE = re.compile(r"[ \t]{0,12}([A-Za-z][A-Za-z0-9-]{1,60}):(?:[ \t]|$)")
_TRANSPORT = re.compile(
    r"^(?:received|return-path|delivered-to|x-received|received-spf|authentication-results|dkim-signature|"
    r"message-id|arc-[a-z-]{3,30}|x-spam-[a-z-]{3,30}|x-ms-exchange-[a-z-]{3,60}|x-he-[a-z-]{2,30}|mime-version|"
    r"x-originating-ip|x-forefront-antispam-report|content-type|x-mailer|list-[a-z]{2,20})$"
)
_LOOSE_LINES = 12
_MOST_TRIES = 40
_ANNOUNCING = frozenset("-‐–—_=*:#>")
"""What a line that announces a forwarded mail ends in."""


@dataclass(frozen=True)
class InlineMail:
    """The short head that a mail program writes above a forwarded mail, and the text below it."""

    fields: dict[str, str] = field(default_factory=dict)
    """By `from`, `date`, `to`, `subject`."""
    text: str = ""


def find_forwarded(text: str, subject: str) -> InlineMail | None:
    """The first mail forwarded within the text; a quoted answer is none.

    Needs the words "forwarded message" in some language above the head, or a subject that says so.
    """
    text = text[:_MAX_TEXT]
    words = _words()
    lines = (_QUOTE.sub("", text) if ">" in text or "|" in text else text).split("\n")
    told = subject.strip().lower().partition(":")[0].rstrip(" ]") in words.subject_marks and ":" in subject
    tries = 0
    for at, line in enumerate(lines):
        announced = line.rstrip()[-1:] in _ANNOUNCING and _says_forwarded(line, words, told)
        if announced or (told and _label(line, words) == "from"):
            found = _head(lines, at + 1 if announced else at, words)
            tries += 1
            if found or tries > _MOST_TRIES:
                return found
    return None


def printed_head(text: str) -> InlineMail | None:
    """The first head that a mail program printed above a quoted mail: From and two more of its fields.

    On lines that follow each other, in any language, without any announcement above it.
    """
    words = _words()
    text = text[:_MAX_TEXT]
    lines = (_QUOTE.sub("", text) if ">" in text or "|" in text else text).split("\n")
    tries = 0
    for at, line in enumerate(lines):
        if _label(line, words) is None:
            continue
        found = _head(lines, at, words)
        tries += 1
        if found and len(found.fields) >= 3:
            return found
        if tries > _MOST_TRIES:
            return None
    return None


def find_header_block(text: str) -> str | None:
    """A pasted transport header: at least one `Received`, or three fields that only servers write.

    Continuation lines that lost their indent on the clipboard get it back.
    """
    text = text[:_MAX_TEXT]
    low = text.lower()
    if "received:" not in low and "message-id:" not in low and "return-path:" not in low:
        return None
    lines = (
        _QUOTE.sub("", text).split("\n") if re.search(r"^[ \t]*>", text, re.MULTILINE) else text.split("\n")
    )
    at = 0
    while at < len(lines):
        if _field_name(lines[at]):
            block, at = _collect(lines, at)
            if _is_transport(block):
                return "\n".join(block)
        at += 1
    return None


def _says_forwarded(line: str, words: _Words, told: bool) -> bool:
    if len(line) > 200:
        return False
    said = _EDGES.sub("", line.strip().lower())
    return said in words.forwarded or _by_somebody(line, said, words) or (told and said in words.quoted)


def _by_somebody(line: str, said: str, words: _Words) -> bool:
    """`----- Forwarded by Ann on 2 March -----`, as Notes writes it."""
    return line.lstrip()[:2] == "--" and said.startswith(words.forwarded_by)


@dataclass(frozen=True)
class _Words:
    forwarded: frozenset[str]
    quoted: frozenset[str]
    forwarded_by: tuple[str, ...]
    subject_marks: frozenset[str]
    sent: frozenset[str]
    labels: dict[str, str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    table = tomllib.loads(_FILE.read_text("utf-8"))
    labels = {label: name for name, all_labels in table["fields"].items() for label in all_labels}
    return _Words(
        frozenset(table["forwarded"]),
        frozenset(table["quoted"]),
        tuple(table["forwarded_by"]),
        frozenset(table["subject_marks"]),
        frozenset(table["sent"]),
        labels,
    )


def inline_label(line: str) -> str | None:
    """`from`, `date`, `to` or `subject` when the line is such a field in any language."""
    return _label(line, _words())


def said_above_a_quote(line: str) -> bool:
    """Is this the line that programs put above a quoted or forwarded mail, in any language?"""
    if len(line) > 200:
        return False
    words = _words()
    said = _EDGES.sub("", line.strip().lower())
    return said in words.forwarded or said in words.quoted or _by_somebody(line, said, words)


def is_sending_time(line: str) -> bool:
    """`Sent: …` in any language, as only mail programs say it; not `Date: …`."""
    match = _LABEL.match(line[:400])
    return match is not None and match.group(1).strip().lower() in _words().sent


def _label(line: str, words: _Words) -> str | None:
    match = _LABEL.match(line[:400])
    return words.labels.get(match.group(1).strip().lower()) if match else None


def _head(lines: list[str], start: int, words: _Words) -> InlineMail | None:
    found: dict[str, str] = {}
    at = start
    blanks = 0
    while at < len(lines) and at < start + 40:
        line = lines[at]
        match = _LABEL.match(line[:4_000])
        name = words.labels.get(match.group(1).strip().lower()) if match else None
        if not line.strip():
            blanks += 1
            if found and len(found) >= 2 and "from" in found:
                break
            if blanks > 3:
                break
        elif match and name:
            found.setdefault(name, _MAILTO.sub(r"<\1>", match.group(2).strip(" *")))
        elif match is None and not found:
            return None
        at += 1
    if "from" not in found or len(found) < 2:
        return None
    return InlineMail(found, "\n".join(lines[at:]).strip())


def _field_name(line: str) -> str | None:
    match = _FIELD_LINE.match(line[:200])
    return match.group(1).lower() if match else None


def _collect(lines: list[str], start: int) -> tuple[list[str], int]:
    """A run of header lines from `start`; where it ends."""
    block: list[str] = []
    loose = 0
    at = start
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            following = lines[at + 1] if at + 1 < len(lines) else ""
            if not (_field_name(following) and _TRANSPORT.match(_field_name(following) or "")):
                break
        elif _field_name(line):
            block.append(line.strip())
            loose = 0
        else:
            loose += 1
            if loose > _LOOSE_LINES:
                break
            block.append(" " + line.strip())
        at += 1
    return block, at


def _is_transport(block: list[str]) -> bool:
    names = [name for line in block if not line.startswith(" ") and (name := _field_name(line))]
    telling = [name for name in names if _TRANSPORT.match(name)]
    return len(names) >= 2 and ("received" in telling or len(set(telling)) >= 3)
