"""The words by which a mail server's notice is known, as data: `words.toml`."""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("words.toml")
_CUE = 5


def words(kind: str) -> tuple[str, ...]:
    """`failed`, `delayed`, `given_up`, `daemons` or `people`, in lower case."""
    return _table()[kind]


def says(kind: str, text: str) -> bool:
    """Does one of the words stand in a text in lower case? What several share is looked for first."""
    return any(
        cue in text and any(phrase in text for phrase in phrases) for cue, phrases in _by_cue(kind).items()
    )


@cache
def _by_cue(kind: str) -> dict[str, tuple[str, ...]]:
    """Each phrase once, under a piece of a word that as many of the others as possible have too."""
    left = list(dict.fromkeys(words(kind)))
    found: dict[str, tuple[str, ...]] = {}
    while left:
        counted = Counter(cue for phrase in left for cue in _cues(phrase))
        best = max(counted, key=lambda cue: (counted[cue], len(cue), cue))
        found[best] = tuple(phrase for phrase in left if best in phrase)
        left = [phrase for phrase in left if best not in phrase]
    return found


def _cues(phrase: str) -> set[str]:
    """The pieces of five letters in its words, or the whole phrase where its words are shorter."""
    pieces = {word[at : at + _CUE] for word in phrase.split() for at in range(len(word) - _CUE + 1)}
    return pieces or {phrase}


@cache
def _table() -> dict[str, tuple[str, ...]]:
    table = tomllib.loads(_FILE.read_text("utf-8"))
    return {kind: tuple(entries) for kind, entries in table.items()}
