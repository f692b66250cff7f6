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
_TAG = re.compile(r"/?[a-zA-Z][a-zA-Z0-9:]{0,20}")
_HREF = re.compile(r"""\bhref\s{0,9}=\s{0,9}["']?(https?://[^"'\s>]{1,2000})""", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\f\v\xa0]+")
_EDGES = re.compile(r" ?\n ?")
_LINES = re.compile(r"\n{3,}")


def html_text(source: str, links: bool = False) -> str:
    """Rendered text: blocks on lines of their own, cells apart by a space, scripts and styles left out.

    With `links`, the target of a link stands behind it in angle brackets.
    """
    out: list[str] = []
    silent = ""
    href: str | None = None
    in_comment = in_pre = False
    first, *chunks = source.split("<")
    out.append(_plain(first, in_pre))
    for chunk in chunks:
        if in_comment:
            end = chunk.find("-->")
            if end < 0:
                continue
            in_comment = False
            out.append("" if silent else _plain(chunk[end + 3 :], in_pre))
            continue
        if chunk.startswith("!--"):
            end = chunk.find("-->", 1)
            in_comment = end < 0
            if not in_comment and not silent:
                out.append(_plain(chunk[end + 3 :], in_pre))
            continue
        tag, text = _split_tag(chunk)
        if tag is None:
            out.append("" if silent else _plain("<" + chunk, in_pre))
            continue
        closing, name = tag.startswith("/"), tag.lstrip("/").lower()
        if silent:
            silent = "" if (closing and name == silent) or name == "body" else silent
        elif name in _SILENT and not closing and not chunk[: len(chunk) - len(text)].endswith("/>"):
            silent = name
        if name == "pre":
            in_pre = not closing
        if not silent:
            if links and name == "a":
                if closing and href:
                    out.append(f" <{href}>")
                found = None if closing else _HREF.search(chunk, 0, 4_000)
                href = unescape(found.group(1)) if found else None
            if name in _BLOCKS:
                out.append("\n\n" if name in _GAPS else "\n")
            elif name in _CELLS:
                out.append(" ")
            out.append(_plain(text, in_pre))
    return _tidy("".join(out))


def _split_tag(chunk: str) -> tuple[str | None, str]:
    """Tag name and the text after it; `None` when this was a bare "<" or an address in angle brackets."""
    end = chunk.find(">")
    if chunk[:1] in ("!", "?"):
        return "!", chunk[end + 1 :] if end >= 0 else ""
    match = _TAG.match(chunk)
    if match is None or end < 0:
        return None, chunk
    after = chunk[match.end() : match.end() + 1]
    return (match.group(), chunk[end + 1 :]) if after in " \t\n\r>/" else (None, chunk)


def _plain(text: str, keep_lines: bool) -> str:
    text = unescape(text) if "&" in text else text
    return text if keep_lines else text.replace("\n", " ")


def _tidy(text: str) -> str:
    return _LINES.sub("\n\n", _EDGES.sub("\n", _SPACES.sub(" ", text))).strip()
