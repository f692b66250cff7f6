"""Words as they are compared: lower case, without accents, addresses and numbers as marks.

People type "ékezet nélkül" and "bez ogonków"; folded, both spellings are one word.
"""

from __future__ import annotations

import re
import unicodedata

_PLAIN = str.maketrans({"ł": "l", "ß": "ss", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "’": "'", "`": "'"})
_TYPED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_MARK = re.compile(
    r"(?P<url>https?://\S{1,500})"
    r"|(?P<address>[\w.+-]{1,64}@[\w.-]{1,200})"
    r"|(?P<ip>\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b)"
    r"|(?P<code>\b[245]\.\d{1,3}\.\d{1,3}\b)"
    r"|(?P<time>\b\d{1,2}[:.]\d{2}\b)"
    r"|(?P<reply>\b[45][0-5]\d\b)"
    r"|(?P<few>\b\d{1,2}\b)"
    r"|(?P<many>\d+)"
)
_WORD = re.compile(r"[^\W_]+|[.!?;\n]+")


def fold(text: str) -> str:
    """Lower case without accents."""
    apart = unicodedata.normalize("NFKD", text.lower().translate(_PLAIN))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def spellings(entry: str, language: str) -> tuple[str, ...]:
    """An entry folded; in German also as it is typed where the keyboard has no umlauts: "zurueck"."""
    spelt = entry.lower().translate(_TYPED) if language == "de" else entry
    return tuple(dict.fromkeys((fold(entry), fold(spelt))))


def words(text: str) -> list[str]:
    """The folded words of a text in order; sentence ends stand among them as `.`."""
    text = _MARK.sub(_mark, fold(text))
    return [word if word[0].isalnum() else "." for word in _WORD.findall(text)]


def _mark(found: re.Match[str]) -> str:
    """What stands for an address, a number, a code: ` qqfew `; a code keeps its class and itself."""
    kind, said = str(found.lastgroup), found.group()
    if kind == "code":
        return f" qqcode{said[0]} qqcode{said.replace('.', 'x')} "
    return f" qqreply{said[0]} " if kind == "reply" else f" qq{kind} "
