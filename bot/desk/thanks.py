"""Does a message only say thanks? Then it does not open a closed ticket again."""

from __future__ import annotations

import re
from pathlib import Path

_WORDS = frozenset(
    word
    for line in Path(__file__).with_name("thanks.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
_THANKS = re.compile(
    r"\b(?:thank|thx|ty\b|cheers|dank|bedankt|k[öo]sz[iöo]|merci|gracias|grazie|dzi[ęe]k|obrigad|appreciate)|hálás",
    re.IGNORECASE,
)
_LONGEST = 300
_MOST_NAMES = 4
_MORE = re.compile(r"[?@0-9]")
"""A question, an address, a time: something is left to do."""


def only_thanks(text: str) -> bool:
    """True for a short message of thanks with nothing else in it, in the languages of the desk.

    Other words may only be names, and begin with a capital letter as those do.
    """
    if len(text) > _LONGEST or _MORE.search(text) or not _THANKS.search(text):
        return False
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text)
    unknown = [word for word in words if word.replace("’", "'").casefold() not in _WORDS]
    return len(unknown) <= _MOST_NAMES and all(word[0].isupper() and not word.isupper() for word in unknown)
