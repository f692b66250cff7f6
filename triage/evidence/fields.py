"""Which header fields stand in these bytes (RFC 5322 section 2.2), and where does the body begin?"""

from __future__ import annotations

import re

from triage.evidence.charsets import decode_bytes
from triage.evidence.limits import MAX_FIELD_CHARS, MAX_FIELDS

Field = tuple[str, str]

# A space before the colon is wrong but common; a name of more than 76 characters is prose.
_FIELD = re.compile(r"([!-9;-~]{1,76})[ \t]{0,3}:(.*)", re.DOTALL)


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
    fields, rest, problems = _read_lines(_decode(head).split("\n"))
    if rest is not None:
        left = "\n".join(rest).encode("utf-8", "replace")
        body = left + b"\n" + body if end >= 0 else left
    return tuple(fields), body, problems


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


def _read_lines(lines: list[str]) -> tuple[list[Field], list[str] | None, list[str]]:
    fields: list[Field] = []
    problems: list[str] = []
    name, values = "", [""]
    for number, line in enumerate(lines):
        if line[:1] in (" ", "\t"):
            if name:
                values.append(line)
            continue
        if name:
            fields.append((name, _unfold(name, values, problems)))
            name = ""
        if not line:
            continue
        match = _FIELD.match(line)
        if match is None:
            problems.append("the header ends in a line that is no header field")
            return fields, lines[number:], problems
        if len(fields) >= MAX_FIELDS:
            problems.append(f"more than {MAX_FIELDS:,} header fields: the rest was not read")
            return fields, None, problems
        name, values = match.group(1), [match.group(2)]
    if name:
        fields.append((name, _unfold(name, values, problems)))
    return fields, None, problems


def _unfold(name: str, values: list[str], problems: list[str]) -> str:
    value = values[0] if len(values) == 1 else "".join(values).replace("\t", " ")
    if len(value) > MAX_FIELD_CHARS:
        problems.append(f"header field {name[:40]} is longer than {MAX_FIELD_CHARS // 1024} kB: cut")
        value = value[:MAX_FIELD_CHARS]
    return value.strip(" \t\n")
