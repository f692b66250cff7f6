"""Words as they are compared: lower case, without accents, addresses and numbers as marks.

People type "ékezet nélkül" and "bez ogonków"; folded, both spellings are one word.
"""

from __future__ import annotations

import re
import unicodedata

_PLAIN = str.maketrans({"ł": "l", "ß": "ss", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "’": "'", "`": "'"})
_MARKS = (
    (re.compile(r"https?://\S{1,500}"), " qqurl "),
    (re.compile(r"[\w.+-]{1,64}@[\w.-]{1,200}"), " qqaddress "),
    (re.compile(r"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b"), " qqip "),
    (re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b"), r" qqcode\1 qqcode\1x\2x\3 "),
    (re.compile(r"\b\d{1,2}[:.]\d{2}\b"), " qqtime "),
    (re.compile(r"\b([45])[0-5]\d\b(?! ?[a-z]{3})"), r" qqreply\1 "),
    (re.compile(r"\b\d{1,2}\b"), " qqfew "),
    (re.compile(r"\d+"), " qqmany "),
)
_WORD = re.compile(r"[^\W_]+|[.!?;\n]+")


def fold(text: str) -> str:
    """Lower case without accents."""
    apart = unicodedata.normalize("NFKD", text.lower().translate(_PLAIN))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """The folded words of a text in order; sentence ends stand among them as `.`."""
    text = fold(text)
    for pattern, mark in _MARKS:
        text = pattern.sub(mark, text)
    return [word if word[0].isalnum() else "." for word in _WORD.findall(text)]
