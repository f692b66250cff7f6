"""Clock times all in words: "six minutes to two this afternoon", "sechzehn Uhr zweiundzwanzig".

The words are data (`data/spelt_numbers.toml`); the half of the day is told by a word near by, or by an hour
beyond twelve.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from triage.details.spelt_numbers import numbered, table

_MOST = 20
_KINDS = {"at": 1, "past": 1, "before": -1}
_TWELVE_HOURS = "en"


@dataclass(frozen=True)
class SpeltClock:
    """Where it stands in the folded text; `hour` as it was said, `minute` from 0 to 59."""

    start: int
    end: int
    language: str
    hour: int
    minute: int
    of_24: bool
    """Said in a way in which "three" is never the afternoon's."""


@lru_cache(maxsize=32)
def spelt_clocks(text: str) -> tuple[SpeltClock, ...]:
    """Every such time in a folded text, in order; of those that overlap the longest."""
    found = sorted(_all(text), key=lambda clock: (clock.start, -clock.end))
    kept: list[SpeltClock] = []
    for clock in found:
        if not kept or clock.start >= kept[-1].end:
            kept.append(clock)
    return tuple(kept)


def _all(text: str) -> Iterator[SpeltClock]:
    for language in table():
        if not _cue(language).search(text):
            continue
        for kind, sign in _KINDS.items():
            for match in islice(_pattern(language, kind).finditer(text), _MOST):
                said = {name[0]: _plain(words) for name, words in match.groupdict().items() if words}
                minutes = _hours(language)[said["h"]] * 60 + sign * _minutes(language)[said["m"]]
                hour, minute = divmod(minutes % 1440, 60)
                of_24 = kind == "at" and language != _TWELVE_HOURS
                yield SpeltClock(match.start(), match.end(), language, hour, minute, of_24)


@cache
def _cue(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{_any(_hours(language))})(?![\w-])")


@cache
def _pattern(language: str, kind: str) -> re.Pattern[str]:
    hours, minutes = _any(_hours(language)), _any(_minutes(language))
    forms = [
        form.replace("{h}", f"(?P<h{number}>{hours})").replace("{m}", f"(?P<m{number}>{minutes})")
        for number, form in enumerate(table()[language][kind])
    ]
    either = "|".join(forms).replace(" ", r"[\s-]") or r"(?!)"
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w-])")


def _any(words: dict[str, int]) -> str:
    longest = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"[\s-]") for word in longest)


def _plain(said: str) -> str:
    return re.sub(r"[\s-]", " ", said)


@cache
def _minutes(language: str) -> dict[str, int]:
    return numbered(table()[language]["numbers"][1:], 1)


@cache
def _hours(language: str) -> dict[str, int]:
    said = table()[language]
    if "hours" in said:
        return numbered(said["hours"][1:], 1)
    found = numbered(said["numbers"][1:24], 1)
    return found | {"ein": 1} if language == "de" else found


@cache
def days_of_the_month() -> dict[str, dict[str, int]]:
    """How the days of a month are said in each language, from one to thirty-one."""
    return {
        language: numbered(said.get("days", said["numbers"][1:32]), 1) for language, said in table().items()
    }
