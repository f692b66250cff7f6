"""Which parts does a mail have (RFC 2045, 2046), as it stands and not as it should be?

Written here because the limits must hold while a mail is taken apart, and because attached mail is read
again from its own bytes; see docs/decisions/reading-mime.md.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from triage.evidence.charsets import decode_bytes
from triage.evidence.encoded_words import decode_words
from triage.evidence.fields import Field, split_head
from triage.evidence.html_text import html_text
from triage.evidence.limits import MAX_DEPTH, MAX_PARTS, MAX_TEXT_CHARS
from triage.evidence.parameters import parse_parameters

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} .*\n", re.MULTILINE)


@dataclass(frozen=True)
class Part:
    """One MIME part. `source` is its body as it stands, still encoded; line ends are bare line feeds."""

    fields: tuple[Field, ...]
    source: bytes
    content_type: str = "text/plain"
    """As declared, in lower case; the default of its surroundings where nothing is declared."""
    parameters: dict[str, str] = field(default_factory=dict)
    depth: int = 0
    children: tuple[Part, ...] = ()
    problems: tuple[str, ...] = ()

    def header(self, name: str) -> str | None:
        """The first field of that name with its encoded words decoded, or `None`."""
        wanted = name.lower()
        return next((decode_words(value)[0] for key, value in self.fields if key.lower() == wanted), None)

    @property
    def charset(self) -> str | None:
        return self.parameters.get("charset")

    @cached_property
    def disposition(self) -> tuple[str, dict[str, str]]:
        """`attachment`, `inline` or empty, with its parameters (RFC 2183)."""
        return parse_parameters(self.header("Content-Disposition") or "")

    @property
    def filename(self) -> str | None:
        name = self.disposition[1].get("filename") or self.parameters.get("name")
        return decode_words(name)[0] if name else None

    @cached_property
    def content(self) -> bytes:
        """The body with its transfer encoding undone; what cannot be undone stays as it is."""
        encoding = (self.header("Content-Transfer-Encoding") or "").strip().lower()
        if encoding == "base64":
            return _base64(self.source)
        if encoding == "quoted-printable":
            return binascii.a2b_qp(self.source)
        if encoding in ("x-uuencode", "uuencode", "uue", "x-uue"):
            return _uuencoded(self.source)
        return self.source

    @cached_property
    def text(self) -> str:
        """The body as text, HTML rendered; at most `MAX_TEXT_CHARS`."""
        if self.content_type == "text/html":
            return html_text(self.markup)[:MAX_TEXT_CHARS]
        return self.markup

    @cached_property
    def markup(self) -> str:
        """The body as text and not rendered: for `text/html` the HTML itself."""
        data = self.content[: 4 * MAX_TEXT_CHARS]
        return decode_bytes(data, self.charset)[:MAX_TEXT_CHARS].replace("\r\n", "\n")

    def walk(self) -> Iterator[Part]:
        """This part and all below it, in the order in which they stand; attached mail stays closed."""
        yield self
        for child in self.children:
            yield from child.walk()


def read_part(
    raw: bytes, depth: int = 0, default: str = "text/plain", budget: list[int] | None = None
) -> Part:
    """Take one part apart; `raw` with bare line feeds. `budget`: how many parts may still follow."""
    budget = [MAX_PARTS] if budget is None else budget
    budget[0] -= 1
    fields, source, problems = split_head(raw)
    declared = next((value for key, value in fields if key.lower() == "content-type"), "")
    kind, parameters = parse_parameters(declared)
    if "/" not in kind:
        kind = default if not kind else "text/plain"
    children: tuple[Part, ...] = ()
    if kind.startswith("multipart/"):
        children = _read_children(source, kind, parameters.get("boundary", ""), depth, budget, problems)
    return Part(fields, source, kind, parameters, depth, children, tuple(problems))


def _read_children(
    source: bytes, kind: str, boundary: str, depth: int, budget: list[int], problems: list[str]
) -> tuple[Part, ...]:
    if not boundary:
        problems.append("a multipart without a boundary: read as text")
        return ()
    if depth >= MAX_DEPTH:
        problems.append(f"parts nested more than {MAX_DEPTH} deep: the rest was not read")
        return ()
    default = "message/rfc822" if kind == "multipart/digest" else "text/plain"
    children = []
    for piece in _pieces(source, boundary.encode("utf-8", "replace"), problems):
        if budget[0] <= 0:
            problems.append(f"more than {MAX_PARTS} parts: the rest was not read")
            break
        children.append(read_part(piece, depth + 1, default, budget))
    return tuple(children)


def _pieces(source: bytes, boundary: bytes, problems: list[str]) -> Iterator[bytes]:
    """What stands between the boundary lines; a missing last boundary ends with the mail."""
    start = -1
    for at, end, last in _boundaries(source, b"--" + boundary):
        if start >= 0:
            yield source[start : max(start, at - 1)]
        start = end
        if last:
            return
    if start < 0:
        problems.append("a multipart whose boundary never comes: read as text")
        return
    problems.append("a multipart that is not closed: cut short on its way, or built wrongly")
    if start < len(source):
        yield source[start:]


def _boundaries(source: bytes, mark: bytes) -> Iterator[tuple[int, int, bool]]:
    """Every boundary line: where it begins, where the next line does, and whether it is the last one."""
    at = source.find(mark)
    while at >= 0:
        end = source.find(b"\n", at)
        end = len(source) if end < 0 else end
        rest = source[at + len(mark) : end].rstrip(b" \t")
        if rest in (b"", b"--") and (at == 0 or source[at - 1] == 10):
            yield at, min(end + 1, len(source)), bool(rest)
        at = source.find(mark, max(end, at + 1))


def _base64(data: bytes) -> bytes:
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        clean = _NOT_BASE64.sub(b"", data)
        clean = clean[: len(clean) - 1] if len(clean) % 4 == 1 else clean
        return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def _uuencoded(data: bytes) -> bytes:
    begin = _UU_BEGIN.search(data)
    out = []
    for line in data[begin.end() if begin else 0 :].split(b"\n"):
        if line.rstrip() in (b"end", b"`", b""):
            break
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            continue
    return b"".join(out)
