"""The calendar's words in all languages: months, weekdays, "yesterday" (`data/calendar.toml`), folded."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from triage.details.lexicon import fold

_DATA = Path(__file__).parent / "data" / "calendar.toml"


@cache
def calendar() -> dict[str, dict[str, object]]:
    """The tables as they are written: months, weekdays, near days, zones and places."""
    return tomllib.loads(_DATA.read_text("utf-8"))


@cache
def months() -> dict[str, int]:
    """A month's name -> 1 to 12."""
    return _numbered("months", 1)


@cache
def weekdays() -> dict[str, int]:
    """A weekday's name -> 0 (Monday) to 6."""
    return _numbered("weekdays", 0)


@cache
def near() -> dict[str, int]:
    """ "Today" and the like -> how many days ago; `-1` is tomorrow."""
    return {word: int(back) for back, words in _listed("near") for word in words}


@cache
def few() -> dict[str, int]:
    """The numbers before "days ago"."""
    return {word: int(number) for number, words in _listed("few") for word in words}


@cache
def words_of(table: str, key: str) -> tuple[str, ...]:
    """One list of a table."""
    return next(words for name, words in _listed(table) if name == key)


def any_of(words: Iterable[str]) -> str:
    """Words as alternatives of a regular expression for folded text, the longest first."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


def _listed(table: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = []
    for key, words in calendar()[table].items():
        assert isinstance(words, list)
        found.append((key, tuple(fold(word) for word in words)))
    return tuple(found)


def _numbered(table: str, first: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for spellings in calendar()[table].values():
        assert isinstance(spellings, list)
        for number, names in enumerate(spellings, first):
            found.update({fold(name): number for name in names})
    return found
