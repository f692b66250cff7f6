"""What does an Outlook RTF body say? HTML that was wrapped into it (MS-OXRTFEX), else its plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from triage.evidence.charsets import decode_bytes

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_MOST_CHARS = 4_000_000
_MOST_GROUPS = 500
# Groups that hold no text of the mail.
_SILENT = frozenset({"fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "listtable",
                     "listoverridetable", "header", "footer", "pntext", "generator", "themedata",
                     "xmlnstbl"})  # fmt: skip
_SPOKEN = {
    "par": "\n", "line": "\n", "tab": "\t", "lquote": "\u2018", "rquote": "\u2019", "ldblquote": "\u201c",
    "rdblquote": "\u201d", "bullet": "\u2022", "endash": "\u2013", "emdash": "\u2014", "cell": " ",
    "row": "\n",
}  # fmt: skip
_FONT_PAGES = {
    128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip


@dataclass(frozen=True)
class _Group:
    silent: bool = False
    in_tag: bool = False
    """Within `{\\*\\htmltag …}`: what stands there is HTML."""
    hidden: bool = False
    """Between `\\htmlrtf` and `\\htmlrtf0`: for readers of RTF only."""
    skip: int = 1
    font: int = 0
    fonts: bool = False
    starred: bool = False


def read_rtf(data: bytes) -> tuple[str, bool]:
    """The text, and whether it is HTML."""
    source = data[:_MOST_CHARS].decode("latin-1")
    is_html = "\\fromhtml" in source[:1_000]
    return _Reader(source, is_html).read(), is_html


class _Reader:
    def __init__(self, source: str, is_html: bool) -> None:
        self._source = source
        self._is_html = is_html
        self._out: list[str] = []
        self._bytes = bytearray()
        self._page = "cp1252"
        self._font_pages: dict[int, str] = {}
        self._skip = 0
        self._group = _Group()

    def read(self) -> str:
        stack: list[_Group] = []
        for match in _TOKEN.finditer(self._source):
            word, number, code, symbol, brace, text = match.groups()
            if code is not None:
                self._byte(int(code, 16))
                continue
            self._flush()
            if brace == "{":
                if len(stack) > _MOST_GROUPS:
                    break
                stack.append(self._group)
                self._group = replace(self._group, starred=False)
            elif brace == "}":
                self._group = stack.pop() if stack else _Group()
            elif word is not None:
                self._word(word, int(number) if number else None)
            elif symbol is not None:
                self._symbol(symbol)
            elif text is not None:
                self._say(text)
        self._flush()
        return "".join(self._out)

    def _word(self, word: str, number: int | None) -> None:
        group = self._group
        if word == "htmltag":
            self._group = replace(group, silent=False, in_tag=True)
        elif word == "htmlrtf":
            self._group = replace(group, hidden=number != 0)
        elif word == "ansicpg" and number:
            self._page = f"cp{number}" if number != 65001 else "utf-8"
        elif word == "fonttbl":
            self._group = replace(group, silent=True, fonts=True)
        elif word == "f" and number is not None:
            self._group = replace(group, font=number)
        elif word == "fcharset" and group.fonts and number in _FONT_PAGES:
            self._font_pages[group.font] = _FONT_PAGES[number]
        elif word == "uc" and number is not None:
            self._group = replace(group, skip=min(max(number, 0), 10))
        elif word == "u" and number is not None:
            code = number % 65_536
            self._say("?" if 0xD800 <= code < 0xE000 else chr(code))
            self._skip = group.skip
        elif word in _SILENT or group.starred:
            self._group = replace(group, silent=True)
        elif word in _SPOKEN:
            self._say(_SPOKEN[word])

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._group = replace(self._group, starred=True)
        elif symbol == "~":
            self._say("\u00a0")
        elif symbol in "\\{}":
            self._say(symbol)
        elif symbol in "\r\n":
            self._say("\n")

    def _byte(self, value: int) -> None:
        if self._skip:
            self._skip -= 1
        elif self._heard():
            self._bytes.append(value)

    def _flush(self) -> None:
        if self._bytes:
            page = self._font_pages.get(self._group.font, self._page)
            self._out.append(decode_bytes(bytes(self._bytes), page))
            self._bytes.clear()

    def _say(self, text: str) -> None:
        if self._skip:
            used = min(self._skip, len(text))
            self._skip -= used
            text = text[used:]
        if text and self._heard():
            self._out.append(text)

    def _heard(self) -> bool:
        group = self._group
        return not group.silent and not (self._is_html and group.hidden)
