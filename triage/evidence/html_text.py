"""What does an HTML body say, as plain text? One pass, linear in its size, whatever a stranger wrote."""

from __future__ import annotations

import re
from html import unescape

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "tr",
        "table",
        "ul",
        "ol",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "hr",
        "section",
        "article",
        "header",
        "footer",
        "address",
        "center",
        "dl",
        "dt",
        "dd",
        "form",
        "fieldset",
        "title",
        "body",
    ]
)
_GAPS = frozenset({"p", "table", "h1", "h2", "h3", "blockquote", "ul", "ol"})
_CELLS = frozenset({"td", "th"})
_SILENT = frozenset({"script", "style", "head", "template", "noscript", "xml"})
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,20})(?=[\s/>])([^<>]*)>|<[!?][^<>]*>")
_HREF = re.compile(r"""\bhref\s{0,9}=\s{0,9}["']?(https?://[^"'\s>]{1,2000})""", re.IGNORECASE)
_HIDDEN = re.compile(
    r"""\bstyle\s{0,9}=\s{0,9}["'][^"']{0,1000}?(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden"""
    r"""|font-size\s{0,9}:\s{0,9}0(?![.\d])|opacity\s{0,9}:\s{0,9}0(?![.\d])|mso-hide\s{0,9}:\s{0,9}all)|\shidden(?=[\s=/]|$)""",
    re.IGNORECASE,
)
"""An element that no reader is shown."""
_QUOTES = re.compile(
    r"""\btype\s{0,9}=\s{0,9}["']?cite|\bcite\s{0,9}=|\bclass\s{0,9}=\s{0,9}["'][^"']{0,200}quote|border-left""",
    re.IGNORECASE,
)
"""A block that mail programs put around a quoted mail; another one only indents."""
_OPEN, _SHUT = "\x01", "\x02"
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "col", "wbr", "area", "base"})
_DEEPEST = 10
_SPACES = re.compile(r"[ \t\r\f\v\xa0]+")
_EDGES = re.compile(r" ?\n ?")
_LINES = re.compile(r"\n{3,}")


def html_text(source: str, links: bool = False) -> str:
    """Rendered text: blocks on lines of their own, cells apart by a space; what is not shown is left out.

    With `links`, the target of a link stands behind it in angle brackets.
    """
    source = _without_comments(source).replace(_OPEN, "").replace(_SHUT, "")
    quotes: list[bool] = []
    if "<pre" not in source and "<PRE" not in source:
        source = source.replace("\n", " ")
    out: list[str] = []
    silent = href = ""
    depth = 0
    in_pre = False
    at = 0
    for tag in _TAG.finditer(source):
        text = source[at : tag.start()]
        at = tag.end()
        if text and not silent:
            out.append(text if in_pre else text.replace("\n", " "))
        closing, name, attributes = tag.groups()
        if name is None:
            continue
        name = name.lower()
        if silent:
            depth += 0 if name != silent else -1 if closing else 1
            ends = (name == silent and depth <= 0) or name == "body" or (silent == "p" and name in _BLOCKS)
            silent = "" if ends else silent
        elif not closing and name not in _VOID and name != "body" and _is_hidden(attributes):
            silent, depth = name, 1
        elif name in _SILENT:
            silent, depth = name if not closing and not attributes.endswith("/") else "", 0
        elif name in _BLOCKS:
            out.append("\n\n" if name in _GAPS else "\n")
            if name == "blockquote":
                out.append(_quote(quotes, bool(closing), attributes))
            in_pre = not closing if name == "pre" else in_pre
        elif name in _CELLS:
            out.append(" ")
        elif links and name == "a":
            if closing and href:
                out.append(f" &lt;{href}&gt;")
            found = _HREF.search(attributes[:4_000])
            href = found.group(1) if found and not closing else ""
    if not silent:
        out.append(source[at:] if in_pre else source[at:].replace("\n", " "))
    return _tidy(unescape("".join(out)))


def _quote(quotes: list[bool], closing: bool, attributes: str) -> str:
    """A sign where a quoted mail begins or ends; `quotes`: of the open blocks, which ones quote."""
    if not closing:
        quotes.append(bool(_QUOTES.search(attributes[:2_000])))
        return f"{_OPEN}\n" if quotes[-1] else ""
    return f"{_SHUT}\n" if quotes and quotes.pop() else ""


def _is_hidden(attributes: str) -> bool:
    return bool(attributes) and not attributes.endswith("/") and bool(_HIDDEN.search(attributes[:4_000]))


def _without_comments(source: str) -> str:
    first, *rest = source.split("<!--")
    if not rest:
        return source
    return first + "".join(piece.partition("-->")[2] for piece in rest)


def _tidy(text: str) -> str:
    text = _LINES.sub("\n\n", _EDGES.sub("\n", _SPACES.sub(" ", text)))
    return _LINES.sub("\n\n", _marked(text)).strip() if _OPEN in text else text.strip()


def _marked(text: str) -> str:
    """Every line of a quoted mail with its mark, as plain text has it (RFC 3676 section 4.5)."""
    lines: list[str] = []
    depth = 0
    for line in text.split("\n"):
        depth += line.count(_OPEN) - line.count(_SHUT)
        line = line.replace(_OPEN, "").replace(_SHUT, "").strip()
        mark = ">" * min(max(depth, 0), _DEEPEST)
        if line or not mark:
            lines.append(f"{mark} {line}" if mark else line)
    return "\n".join(lines)
