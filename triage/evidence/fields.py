"""Which header fields stand in these bytes (RFC 5322 section 2.2), and where does the body begin?"""

from __future__ import annotations

import re
from functools import lru_cache

from triage.evidence.charsets import decode_bytes
from triage.evidence.limits import MAX_FIELD_CHARS, MAX_FIELDS

Field = tuple[str, str]

# A space before the colon is wrong but common; a name of more than 76 characters is prose.
_FIELD = re.compile(r"([!-9;-~]{1,76})[ \t]{0,3}:([^\n]*(?:\n[ \t][^\n]*)*)(?:\n|\Z)")

_SHORT = 64 * 1024


def normal_lines(raw: bytes) -> bytes:
    """Every line end (DOS, Mac, mixed) as a bare line feed."""
    return raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in raw else raw


def split_head(raw: bytes) -> tuple[tuple[Field, ...], bytes, list[str]]:
    """The fields (name as written, value unfolded but not decoded), the body, and what was wrong.

    `raw` with bare line feeds. A leading mbox line is skipped. A line that is no field ends the header,
    as in the standard library: what follows is body.
    """
    start = _skip_mbox_line(raw)
    end = raw.find(b"\n\n", start)
    if raw[start : start + 1] == b"\n":
        return (), raw[start + 1 :], []
    head = raw[start:] if end < 0 else raw[start : end + 1]
    body = b"" if end < 0 else raw[end + 2 :]
    read = _read_short if len(head) <= _SHORT else _read_head
    fields, rest, found = read(head)
    problems = list(found)
    if rest:
        left = rest.encode("utf-8", "replace")
        body = left + b"\n" + body if end >= 0 else left
    return fields, body, problems


def read_fields(block: bytes | str) -> tuple[Field, ...]:
    """The fields of a header block on its own, such as a `text/rfc822-headers` part."""
    raw = block.encode("utf-8", "surrogateescape") if isinstance(block, str) else block
    return split_head(normal_lines(raw).lstrip(b"\n"))[0]


def _skip_mbox_line(raw: bytes) -> int:
    start = 0
    while raw.startswith((b"From ", b">From "), start):
        start = raw.find(b"\n", start) + 1
        if not start:
            return len(raw)
    return start


def _decode(head: bytes) -> str:
    try:
        return head.decode("ascii")
    except UnicodeDecodeError:
        return decode_bytes(head)


def _read_head(head: bytes) -> tuple[tuple[Field, ...], str, tuple[str, ...]]:
    fields, rest, problems = _read_fields(_decode(head))
    return tuple(fields), rest, tuple(problems)


# The head of a returned mail is read for the report that it is in, and once more as a mail of its own.
_read_short = lru_cache(maxsize=8)(_read_head)


def _read_fields(text: str) -> tuple[list[Field], str, list[str]]:
    """The fields, the text from the first line on that is none, and what was wrong."""
    fields: list[Field] = []
    problems: list[str] = []
    at = 0
    while at < len(text):
        match = _FIELD.match(text, at)
        if match is None:
            if text[at] not in " \t\n":
                problems.append("the header ends in a line that is no header field")
                return fields, text[at:], problems
            # A continuation of nothing says nothing.
            at = (text.find("\n", at) + 1) or len(text)
            continue
        if len(fields) >= MAX_FIELDS:
            problems.append(f"more than {MAX_FIELDS:,} header fields: the rest was not read")
            break
        name, value = match.groups()
        fields.append((name, _unfold(name, value, problems)))
        at = match.end()
    return fields, "", problems


def _unfold(name: str, value: str, problems: list[str]) -> str:
    if "\n" in value:
        value = value.replace("\n", "").replace("\t", " ")
    if len(value) > MAX_FIELD_CHARS:
        problems.append(f"header field {name[:40]} is longer than {MAX_FIELD_CHARS // 1024} kB: cut")
        value = value[:MAX_FIELD_CHARS]
    return value.strip(" \t\n")
