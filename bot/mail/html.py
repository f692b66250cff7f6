"""An answer's text as simple HTML: paragraphs, lists, records to copy, links; readable in dark mode.

Colours are left to the mail program. What the requester wrote is quoted without links: they may be anybody's.
"""

from __future__ import annotations

import re
from html import escape
from itertools import groupby

_LINK = re.compile(r"https?://[^\s<>\"'\x00-\x1f]{1,2000}")
_AFTER_LINK = ".,;:!?)]}"
_BULLETS = ("- ", "• ", "* ")
_BODY = "font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:15px;line-height:1.5"
_QUOTE = "margin:0.5em 0;padding-left:1em;border-left:3px solid #8888"
_PRE = "white-space:pre-wrap;font-family:ui-monospace,Consolas,monospace;font-size:14px"


def as_html(text: str, quote: tuple[str, str] | None = None) -> str:
    """A whole page; `quote`: who wrote when, and what."""
    parts = [_block(block) for block in _plain(text).split("\n\n")]
    if quote is not None:
        words = escape(_plain(quote[1])).replace("\n", "<br>\n")
        parts.append(f"<p>{escape(quote[0])}</p>\n")
        parts.append(f'<blockquote type="cite" style="{_QUOTE}"><p>{words}</p></blockquote>\n')
    head = '<meta charset="utf-8">\n<meta name="color-scheme" content="light dark">\n'
    body = f'<body style="{_BODY}">\n{"".join(parts)}</body>'
    return f"<!doctype html>\n<html>\n<head>\n{head}</head>\n{body}\n</html>\n"


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def _block(block: str) -> str:
    """Paragraph, list or record, in the order of the lines."""
    return "".join(
        _run(kind, list(lines)) for kind, lines in groupby((line for line in block.split("\n")), _kind)
    )


def _kind(line: str) -> str:
    if line.startswith(_BULLETS):
        return "list"
    return "record" if line.startswith(("  ", "\t")) else "words"


def _run(kind: str, lines: list[str]) -> str:
    if kind == "list":
        items = "".join(f"<li>{_linked(line[2:])}</li>\n" for line in lines)
        return f"<ul>\n{items}</ul>\n"
    if kind == "record":
        return f'<pre style="{_PRE}">{_linked(chr(10).join(lines))}</pre>\n'
    words = "<br>\n".join(_linked(line) for line in lines)
    return f"<p>{words}</p>\n" if words.strip() else ""


def _linked(text: str) -> str:
    """Escaped, with its web addresses to click on."""
    done, at = [], 0
    for match in _LINK.finditer(text):
        link = match[0].rstrip(_AFTER_LINK)
        done.append(escape(text[at : match.start()]))
        done.append(f'<a href="{escape(link)}">{escape(link)}</a>')
        at = match.start() + len(link)
    return "".join([*done, escape(text[at:])])
