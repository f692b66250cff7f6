"""An article's Markdown as blocks that a template writes out: headings, paragraphs, lists, code.

Articles are ours, and still nothing of them is passed on as HTML: a deployment's own files stand beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ITEM = re.compile(r"\s{0,3}(?:([-*+])|(\d{1,3})[.)])\s+(.*)")
_SPAN = re.compile(
    r"`([^`\n]{1,500})`|\*\*([^*\n]{1,500})\*\*|\[([^\]\n]{1,300})\]\((https?://[^)\s]{1,500})\)"
)


@dataclass(frozen=True)
class Span:
    """A piece of a line: `text`, `code`, `strong` or `link`."""

    kind: str
    text: str
    href: str = ""


@dataclass(frozen=True)
class Block:
    """`heading`, `paragraph`, `bullets`, `steps` or `code`; `lines` holds its paragraphs or items."""

    kind: str
    lines: tuple[tuple[Span, ...], ...]


def blocks_of(text: str) -> tuple[Block, ...]:
    return tuple(_blocks(text.splitlines()))


def summary_of(text: str) -> str:
    """The first paragraph, for a list."""
    first = next((block for block in blocks_of(text) if block.kind == "paragraph"), None)
    said = "".join(span.text for line in (first.lines if first else ()) for span in line)
    return said if len(said) <= 180 else f"{said[:179].rsplit(' ', 1)[0]} …"


def plain_of(text: str) -> str:
    """The article as it can stand in a mail."""
    return "\n\n".join(_plain(block) for block in blocks_of(text))


def _plain(block: Block) -> str:
    lines = ["".join(_said(span) for span in line) for line in block.lines]
    if block.kind == "code":
        return "\n".join(f"  {line}" for line in lines[0].splitlines())
    marks = {"bullets": "- ", "steps": "{}. "}
    mark = marks.get(block.kind, "")
    return "\n".join(mark.format(number) + line for number, line in enumerate(lines, 1))


def _said(span: Span) -> str:
    return f"{span.text} ({span.href})" if span.href and span.href != span.text else span.text


def _blocks(lines: list[str]) -> Iterator[Block]:
    kind, kept, code = "", [""][:0], False
    for line in [*lines, ""]:
        if line.strip().startswith("```"):
            yield from _made(kind, kept)
            kind, kept, code = ("", [], False) if code else ("code", [], True)
            continue
        if code:
            kept.append(line)
            continue
        item = _ITEM.match(line)
        heading = line.startswith("#")
        if not line.strip() or heading:
            yield from _made(kind, kept)
            kind, kept = "", []
            if heading:
                yield Block("heading", (_spans(line.lstrip("#").strip()),))
        elif item:
            wanted = "bullets" if item[1] else "steps"
            if kind != wanted:
                yield from _made(kind, kept)
                kind, kept = wanted, []
            kept.append(item[3])
        elif kept:
            kept[-1] += " " + line.strip()
        else:
            kind, kept = "paragraph", [line.strip()]
    yield from _made(kind, kept)


def _made(kind: str, kept: list[str]) -> Iterator[Block]:
    if kind == "code":
        yield Block(kind, ((Span("text", "\n".join(kept)),),))
    elif kept:
        yield Block(kind, tuple(_spans(line) for line in kept))


def _spans(line: str) -> tuple[Span, ...]:
    found: list[Span] = []
    at = 0
    for match in _SPAN.finditer(line):
        if match.start() > at:
            found.append(Span("text", line[at : match.start()]))
        code, strong, label, href = match.groups()
        found.append(
            Span("code", code) if code else Span("strong", strong) if strong else Span("link", label, href)
        )
        at = match.end()
    if at < len(line):
        found.append(Span("text", line[at:]))
    return tuple(found)
