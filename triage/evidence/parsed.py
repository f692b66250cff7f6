"""One mail taken apart once: the tolerant view that every reader of evidence shares."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from triage.evidence.encoded_words import decode_words
from triage.evidence.fields import Field, normal_lines
from triage.evidence.limits import MAX_BYTES, MAX_DECODED_CHARS, MAX_DEPTH, MAX_PROBLEMS
from triage.evidence.parts import Part, read_part

if TYPE_CHECKING:
    from email.message import Message


@dataclass(frozen=True)
class ParsedMail:
    """`raw` as it came (cut at 25 MB), `root` its part tree, `depth` how many mails it is attached within."""

    raw: bytes
    root: Part
    limit_problems: tuple[str, ...] = ()
    depth: int = 0

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Every header field in order, unfolded, with encoded words decoded."""
        return tuple(
            (name, decode_words(value)[0] if "=?" in value else value) for name, value in self.root.fields
        )

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, value in self.fields:
            found.setdefault(name.lower(), []).append(value)
        return found

    def header(self, name: str) -> str | None:
        """The first field of that name, decoded, or `None`."""
        values = self._by_name.get(name.lower())
        return values[0] if values else None

    def headers(self, name: str) -> list[str]:
        """All fields of that name in order, topmost first."""
        return self._by_name.get(name.lower(), [])

    def has_any(self, names: frozenset[str]) -> bool:
        """Is there a field of one of these names (in lower case)?"""
        return not names.isdisjoint(self._by_name)

    def raw_headers(self, name: str) -> list[str]:
        """As `headers`, with encoded words left as they stand."""
        wanted = name.lower()
        return [value for key, value in self.root.fields if key.lower() == wanted]

    @property
    def content_type(self) -> str:
        return self.root.content_type

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """All parts in order, the root first; attached mail (`message/rfc822`) is one closed part."""
        return tuple(self.root.walk())

    def parts_of(self, *content_types: str) -> list[Part]:
        return [part for part in self.parts if part.content_type in content_types]

    @cached_property
    def text(self) -> str:
        """The body for a reader: every part of text that is no attachment, plain preferred over HTML."""
        return "\n\n".join(filter(None, (part.text.strip("\n") for part in self.body_parts)))

    @cached_property
    def body_parts(self) -> tuple[Part, ...]:
        return tuple(_body_parts(self.root))

    def attached(self, part: Part) -> ParsedMail | None:
        """The mail inside a `message/rfc822` part, or `None` when mails are nested too deep."""
        return parse(part.content, self.depth + 1) if self.depth < MAX_DEPTH else None

    @cached_property
    def problems(self) -> tuple[str, ...]:
        """What could not be read, and why; limits by name."""
        found = list(self.limit_problems)
        for part in self.parts:
            found += part.problems
        if any("=?" in value and decode_words(value)[1] for _, value in self.root.fields):
            found.append(f"encoded words of a header field decoded up to {MAX_DECODED_CHARS // 1024} kB only")
        return tuple(dict.fromkeys(found))[:MAX_PROBLEMS]

    @cached_property
    def message(self) -> Message:
        """The same mail by the standard library, `policy.compat32`. Slow: only where a library wants one."""
        import email
        import email.policy

        return email.message_from_bytes(self.raw, policy=email.policy.compat32)


def parse(raw: bytes, depth: int = 0) -> ParsedMail:
    """Take a mail apart. Any bytes are a mail, if perhaps one without header; never raises for content."""
    limits: tuple[str, ...] = ()
    if len(raw) > MAX_BYTES:
        limits = (f"larger than {MAX_BYTES // 1024 // 1024} MB: the rest was not read",)
        raw = raw[:MAX_BYTES]
    return ParsedMail(raw, read_part(normal_lines(raw).lstrip(b"\n")), limits, depth)


def _body_parts(part: Part) -> list[Part]:
    if part.disposition[0] == "attachment":
        return []
    if part.children:
        if part.content_type == "multipart/alternative":
            return _best(part.children)
        kids = part.children[:1] if part.content_type == "multipart/related" else part.children
        return [found for child in kids for found in _body_parts(child)]
    shown = part.content_type.startswith(("text/", "multipart/"))
    if not shown or part.content_type == "text/rfc822-headers":
        return []
    return [part] if part.depth == 0 or not part.filename else []


def _best(choices: tuple[Part, ...]) -> list[Part]:
    """Of alternatives: plain text that says something, else HTML, else whatever is there."""
    found = [body for choice in choices if (body := _body_parts(choice))]
    for wanted in ("text/plain", "text/html"):
        for body in found:
            if any(part.content_type == wanted and part.text.strip() for part in body):
                return body
    return found[0] if found else []
