"""Which text do these bytes hold? Every charset that mail declares, also the ones declared wrongly."""

from __future__ import annotations

import codecs
from functools import lru_cache

# Mail says these names, Python does not know them (or knows a stricter subset of what senders mean by them).
_ALIASES = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-1": "cp1252",
    "us-ascii": "ascii",
    "ansi_x3.4-1968": "ascii",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "x-windows-949": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "utf8mb4": "utf-8",
    "utf8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "big5": "big5hkscs",
    "cp-850": "cp850",
}
# Codecs that are no charset, or that cost more than linear time.
_REFUSED = frozenset(
    {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem", "rot_13"}
)
_MAX_NAME = 40


@lru_cache(maxsize=256)
def codec_name(charset: str | None) -> str | None:
    """The codec for a declared charset, or `None` when there is none that may be used."""
    name = (charset or "").strip(" \t\"'").lower().partition("*")[0]
    if not name or len(name) > _MAX_NAME:
        return None
    try:
        info = codecs.lookup(_ALIASES.get(name, name))
    except (LookupError, ValueError):
        return None
    known = info.name.replace("-", "_")
    return info.name if info._is_text_encoding and known not in _REFUSED else None


def decode_bytes(data: bytes, charset: str | None = None) -> str:
    """Bytes as text: the declared charset, else UTF-8, else Windows-1252. Never raises."""
    codec = codec_name(charset)
    if b"\x1b$" in data and (codec is None or codec == "ascii"):
        codec = "iso2022_jp_ext"
    for candidate in (codec, "utf-8"):
        if candidate:
            try:
                return _whole(data.decode(candidate), candidate)
            except (UnicodeError, ValueError):
                continue
    codec = codec if codec and codec != "ascii" else "cp1252"
    if codec == "utf-8" and not _mostly_utf8(data):
        codec = "cp1252"
    return _whole(data.decode(codec, "replace"), codec)


def _mostly_utf8(data: bytes) -> bool:
    """Is it UTF-8 with a wound (cut in the middle of a character), rather than something else so declared?"""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(char > "\x7f" for char in text) - broken >= broken


def _whole(text: str, codec: str) -> str:
    """Half a character (a lone surrogate), which UTF-7 can write, becomes a question mark."""
    return text.encode("utf-8", "replace").decode() if codec == "utf-7" else text
