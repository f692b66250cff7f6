"""Numbers all in words: "fünfundachtzig", "quatre-vingt-douze"; data/spelt_numbers.toml says them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from triage.details.lexicon import fold

_DATA = Path(__file__).parent / "data" / "spelt_numbers.toml"
_SMALLEST, _ALL = 11, 100


@cache
def table() -> dict[str, dict[str, Any]]:
    """What the file says of each language."""
    found: dict[str, dict[str, Any]] = tomllib.loads(_DATA.read_text("utf-8"))
    return found


def numbered(words: Iterable[str], first: int = 0) -> dict[str, int]:
    """Each word and its number, folded; `|` stands between two words for one."""
    return {fold(way): number for number, word in enumerate(words, first) for way in word.split("|")}


@cache
def numbers_from_eleven() -> dict[str, int]:
    """To 99, in words of every language; smaller ones are words of other languages, too."""
    return {word: number for said in table().values() for word, number in _ended(said) if number >= _SMALLEST}


def _ended(said: dict[str, Any]) -> Iterator[tuple[str, int]]:
    for word, number in (*numbered(said["numbers"]).items(), *_beyond(said)):
        yield word, number
        yield from ((f"{word}{ending}", number) for ending in said.get("endings", ()))


def _beyond(said: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Each ten, and what is counted on from it until the next."""
    tens = [(int(number), fold(word)) for number, word in said["tens"].items()]
    following = [number for number, _ten in tens[1:]] + [_ALL]
    for (number, ten), end in zip(tens, following, strict=True):
        yield ten, number
        for unit, value in numbered(said["numbers"][1 : end - number], 1).items():
            joined = said["joined"].format(ten=ten, unit=unit)
            yield joined, number + value
            # "Sessantuno" beside "sessantadue".
            if ten + unit == joined and ten[-1] in "aeiou" and unit[0] in "aeiou":
                yield f"{ten[:-1]}{unit}", number + value
