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
    r"\b(?:thank|thx|ty\b|cheers|dank|bedankt|k[öo]sz|merci|gracias|grazie|dzi[ęe]k|obrigad)", re.IGNORECASE
)


def only_thanks(text: str) -> bool:
    """True for a short message of thanks with nothing else in it, in the languages of the desk."""
    if len(text) > 300 or "?" in text or not _THANKS.search(text):
        return False
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.casefold())
    unknown = sum(word not in _WORDS for word in words)
    return unknown <= 2  # a name, or "Anna Kovács" under it
