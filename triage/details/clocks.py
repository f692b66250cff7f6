"""Clock times that a person wrote down: in digits, with or without halves of the day, and in words.

A time in words ("half past two", "halb drei") tells its half of the day only with a word for it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path

from triage.details.lexicon import fold
from triage.details.near_days import is_behind_a_near_day
from triage.details.spelt_clocks import spelt_clocks

_DATA = Path(__file__).parent / "data" / "clock.toml"
_MOST = 60
_NEAR = 28
_START = r"(?<![a-su-z\d:.,/])"
_ZONE_WORDS = r"a\.?m\b|p\.?m\b|cet|cest|utc|gmt|mez|mesz|est\b|edt\b|pst\b|bst\b|eet\b"
_DIGITS = re.compile(
    _START + r"(\d{1,2}) ?(?::|h|u(?=\d)) ?([0-5]\d)(?::([0-5]\d)(?:[.,]\d{1,6})?)?(?!:?\d)"
    r"|" + _START + r"(\d{1,2})\.([0-5]\d)(?= ?(?:uhr|uur|h\b|ora|-kor\b|" + _ZONE_WORDS + r"))"
    r"|(?:\b(?:orario|ora|hora|heure|uhrzeit|tijd|godzina|idopont|time): ?"
    r"|\bgodz\.? ?|\bgodzinie |\bo |\bore |\balle |\ble |\blas |\bas |\bum |\bom |\bat |\bkl\.? ?)"
    r"(\d{1,2})\.([0-5]\d)(?!\.?\d)"
    r"|" + _START + r"(\d{1,2}) ?(?:uhr|ora|heures|horas|h) ?(?:y |e |et )?([0-5]\d)(?:\b| ?perc)"
    r"|\b(?:as|las|alle) (\d{1,2}) (?:e|y) ([0-5]\d)\b"
    r"|\b(?:alle|ore) (\d{1,2}),([0-5]\d)(?!\d|[,.]\d| ?(?:euro?\b|€|%))"
    r"|(?<![\w.:,/+-])([01]\d|2[0-3])([0-5]\d)(?= ?(?:hrs?\b|hours\b|h\b|uhr\b|" + _ZONE_WORDS + r"))"
)
_DOTTED = re.compile(_START + r"(\d{1,2})\.([0-5]\d)(?!\.?\d)")
"""A time only right behind "today" and the like: elsewhere it may be a day and a month."""
_JOINED = r"(?:\b|(?<=[td]ag)|(?<=gister))"
""" "Montagnachmittag", "gistermiddag"."""
_HALF = re.compile(r" ?(a|p)\.?m\b")


@dataclass(frozen=True)
class Clock:
    """Where it stands in the folded text, and what it says; `end` is behind its "pm"."""

    start: int
    end: int
    hour: int
    minute: int
    second: int = 0


@lru_cache(maxsize=32)
def clocks(text: str) -> tuple[Clock, ...]:
    """Every clock time of a folded text, in order; kept, as several details and rules ask for them."""
    found = [*_in_digits(text), *_in_words(text)]
    taken = {clock.start for clock in found}
    found += [clock for clock in _spelt_out(text) if clock.start not in taken]
    return tuple(sorted(found, key=lambda clock: clock.start))


def _spelt_out(text: str) -> Iterator[Clock]:
    """An hour up to twelve takes the half of the day from a word near by."""
    for said in spelt_clocks(text):
        around = text[max(0, said.start - _NEAR) : said.end + _NEAR]
        before, after = _near(said.language)
        late, early = bool(after.search(around)), bool(before.search(around))
        if 1 <= said.hour <= 12 and late != early:
            yield Clock(said.start, said.end, said.hour % 12 + (12 if late else 0), said.minute)
        elif said.hour > 12 or (said.of_24 and late == early):
            yield Clock(said.start, said.end, said.hour, said.minute)


def _in_digits(text: str) -> Iterator[Clock]:
    for match in islice(_matches(text), _MOST):
        groups = [int(group) for group in match.groups() if group is not None]
        hour, minute, second = (*groups, 0)[:3]
        half = _HALF.match(text, match.end())
        end = half.end() if half else match.end()
        if half:
            if not 1 <= hour <= 12:
                continue
            hour = hour % 12 + (12 if half.group(1) == "p" else 0)
        elif 1 <= hour < 12 and _is_after_noon(text, match.start(), end):
            hour += 12
        if hour < 24:
            yield Clock(match.start(), end, hour, minute, second)


def _matches(text: str) -> Iterator[re.Match[str]]:
    found: dict[int, re.Match[str]] = {}
    for match in _DIGITS.finditer(text):
        found[match.end()] = match
        yield match
    for match in _DOTTED.finditer(text):
        if match.end() not in found and is_behind_a_near_day(text, match.start()):
            yield match


def _is_after_noon(text: str, start: int, end: int) -> bool:
    """ "2:30 in the afternoon": only right behind it."""
    return bool(_halves()[1].match(text, end)) and not _halves()[0].match(text, end)


def _in_words(text: str) -> Iterator[Clock]:
    for number, match in enumerate(_said().finditer(text)):
        if number == _MOST:
            return
        said = " ".join(match[1].replace("-", " ").split())
        around = text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
        for language, minutes in _times().get(said, ()):
            before, after = _near(language)
            late, early = bool(after.search(around)), bool(before.search(around))
            if late == early:
                continue
            total = (minutes + (720 if late else 0)) % 1440
            yield Clock(match.start(), match.end(), total // 60, total % 60)
            break


@cache
def _table() -> dict[str, dict[str, object]]:
    return tomllib.loads(_DATA.read_text("utf-8"))


@cache
def _times() -> dict[str, tuple[tuple[str, int], ...]]:
    """What is said -> language and minutes after midnight or noon."""
    found: dict[str, list[tuple[str, int]]] = {}
    for language, said in _table().items():
        hours, forms = said["hours"], said["forms"]
        assert isinstance(hours, list) and isinstance(forms, dict)
        for number, word in enumerate(hours, 1):
            for form, minutes in forms.items():
                for spelt in (word, str(number)):
                    key = fold(form.replace("{h}", spelt))
                    found.setdefault(key, []).append((language, (number * 60 + minutes) % 720))
    return {key: tuple(values) for key, values in found.items()}


@cache
def _said() -> re.Pattern[str]:
    spelt = sorted(_times(), key=len, reverse=True)
    every = "|".join(re.escape(said).replace(r"\ ", r"[\s-]{1,2}") for said in spelt)
    firsts = "".join(sorted({said[0] for said in spelt}))
    return re.compile(rf"(?<![\w.,:])(?=[{re.escape(firsts)}])({every})(?:-?kor)?(?!\w)")


def _words(key: str, language: str) -> list[str]:
    said = _table()[language][key]
    assert isinstance(said, list)
    return [fold(word) for word in said]


@cache
def _near(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    before, after = (_any(_words(key, language)) for key in ("before_noon", "after_noon"))
    return re.compile(rf"{_JOINED}{before}\b"), re.compile(rf"{_JOINED}{after}\b")


@cache
def _halves() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Words for the halves of the day in all languages, right behind a clock time; short ones mislead."""
    found = []
    for key in ("before_noon", "after_noon"):
        words = [word for language in _table() for word in _words(key, language) if len(word) > 3]
        found.append(re.compile(rf"(?: ?(?:uhr|uur|orakor|h))?,? {_any(words)}\b"))
    return found[0], found[1]


def _any(words: list[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True)) + ")"
