"""Days that a person wrote down: dates in digits or with a month's name, weekdays, "yesterday"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import islice

from triage.details.calendar_words import any_of, months
from triage.details.near_days import Day, is_behind_a_near_day, near_days, nearest
from triage.details.spelt_clocks import days_of_the_month

_MOST = 60
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\.?[-./ ] ?(\d{1,2})\.?[-./ ] ?(\d{1,2})(?!\d)")
_DIGITS = re.compile(
    r"(?<![\d.:/])(\d{1,2}) ?([./-]) ?(\d{1,2})"
    r"(?:(?: ?\2 ?)(\d{4}|\d{2}(?![\d:.]\d))(?!\d)|(?<=\d)\.(?!\d)|(?![\d./:]|-\d))"
)

_HUNGARIAN = re.compile(r"-(?:j?[ae]n|[ae]i|ai|ei)\b")
""" "11.18-án": in Hungarian the month stands first."""
_CODE_BEFORE = re.compile(
    r"(?:(?<!\d)[245]\d\d[ #-]{1,2}"
    r"|(?:status|code|error|smtp|dsn|fehler|hiba|erreur|codigo|errore|fout|blad|erro)\W{1,3})$"
)
_CLOCK_FOLLOWS = re.compile(
    r"(?:-?(?:j?[ae]n|[ae]?i))?,?\s{0,2}(?:[-/(]\s?|(?:at|um|om|o|a las|las|alle|ore|a|as|kl|godz)\.?\s)?"
    r"\d{1,2}\s?[:h.]\s?[0-5]\d(?!\d)"
)
_OLDEST = timedelta(days=3 * 366)
"""Two digits make a year only for a day of the last years: `5.1.10` is a status code."""


def month_words() -> str:
    """The names of all months as alternatives of a regular expression, for folded text."""
    return any_of(months())


def days_in(
    text: str, today: date | None, language: str | None = None, *, month_first: bool | None = False
) -> Iterator[Day]:
    """Every day in a folded text. Without `today` only dates that have a year are told.

    `3/4` is the third of April, unless `month_first`; where that is `None`, it is no day at all when both
    readings are days that have been.
    """
    taken: list[tuple[int, int]] = []
    for days in (
        _year_first(text, today),
        _named(text, today),
        _spelt_out(text, today),
        _digits(text, today, language, month_first=month_first),
        near_days(text, today, language) if today else (),
    ):
        for day in days:
            # "the 12th" of "the 12th of May" is no day of its own
            if any(low <= day[0] and day[1] <= high for low, high in taken):
                continue
            yield day
            taken.append(day[:2])
            if len(taken) == _MOST:
                return


def _year_first(text: str, today: date | None) -> Iterator[Day]:
    for match in _YEAR_FIRST.finditer(text):
        day = _date(int(match[1]), int(match[2]), int(match[3]))
        if day:
            yield match.start(), match.end(), 0, day


def _digits(
    text: str, today: date | None, language: str | None, *, month_first: bool | None
) -> Iterator[Day]:
    for match in _DIGITS.finditer(text):
        first, separator, second, year = int(match[1]), match[2], int(match[3]), match[4]
        if _CODE_BEFORE.search(text, max(0, match.start() - 12), match.start()):
            continue
        if separator == "." and year is None and is_behind_a_near_day(text, match.start()):
            continue
        loose = separator == "-" or (separator == "." and not match[0].endswith("."))
        if year is None and loose and not _CLOCK_FOLLOWS.match(text, match.end()):
            continue
        candidates = [(second, first), (first, second)]
        hungarian = _HUNGARIAN.match(text, match.end()) or (language == "hu" and year is None)
        if (month_first and separator == "/") or hungarian:
            candidates.reverse()
        days = [_with_year(year, month, day, today) for month, day in candidates]
        real = [day for day in days if day and not _is_code(year, day, today)]
        known = separator == "." or month_first is not None
        day = _reading(real, today, known=known and language != "hu", either=separator == "/" and not known)
        if day:
            yield match.start(), match.end(), 0, day


def _reading(real: list[date], today: date | None, *, known: bool, either: bool) -> date | None:
    """The first reading where the order of day and month is known, else one that has been.

    `either`: there is none where both have been.
    """
    past = [day for day in real if today is None or day <= today + timedelta(days=1)]
    if either and len(set(past)) > 1:
        return None
    return next(iter(real if known else past or real), None)


def _is_code(year: str | None, day: date, today: date | None) -> bool:
    if year is None or len(year) != 2 or today is None:
        return False
    return not today - _OLDEST <= day <= today + timedelta(days=31)


def _named(text: str, today: date | None) -> Iterator[Day]:
    names = months()
    for match in _named_pattern().finditer(text):
        groups = match.groupdict()
        year = groups["y1"] or groups["y2"] or groups["y3"]
        number = groups["d1"] or groups["d2"]
        month = names[groups["m1"] or groups["m2"]]
        day = _with_year(year, month, int(number), today)
        if day:
            yield match.start(), match.end(), 0, day


def _spelt_out(text: str, today: date | None) -> Iterator[Day]:
    """ "The twelfth of November", "am zwölften November 2026"."""
    if not _month_pattern().search(text):
        return
    told: set[int] = set()
    for language, days in days_of_the_month().items():
        for match in islice(_spelt_pattern(language).finditer(text), _MOST):
            said = match["d1"] or match["d2"]
            number, month = days[re.sub(r"[\s-]", " ", said)], months()[match["m1"] or match["m2"]]
            day = _with_year(match["year"], month, number, today)
            if day and match.start() not in told:
                told.add(match.start())
                yield match.start(), match.end(), 0, day


@cache
def _month_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(months())})\b")


@cache
def _spelt_pattern(language: str) -> re.Pattern[str]:
    """The day before its month, in German with any ending; in Hungarian, at times in English, behind it."""
    day = any_of(days_of_the_month()[language]).replace(r"\s+", r"[\s-]")
    month = f"(?:{any_of(months())})"
    before = rf"(?P<d1>{day})[rns]? (?:of |de |d')?(?P<m1>{month})"
    behind = rf"(?P<m2>{month}) (?:the )?(?P<d2>{day})\w{{0,4}}"
    return re.compile(rf"(?<![\w-])(?:{before}|{behind})\b(?:,? (?:de |del )?(?P<year>\d{{4}}))?")


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1990 <= year <= 2100 else None
    except ValueError:
        return None


def _with_year(year: str | None, month: int, day: int, today: date | None) -> date | None:
    """Without a year: the nearest such day, be it to come. In January "20 December" has been."""
    if year is not None:
        return _date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    if today is None:
        return None
    return nearest((_date(today.year + by, month, day) for by in (-1, 0, 1)), today)


@cache
def _named_pattern() -> re.Pattern[str]:
    month = any_of(months())
    return re.compile(
        rf"(?<!\d)(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|o|a|\.)?[ -]{{0,2}}(?:de |of |d')?(?P<m1>{month})\b\.?"
        rf"(?:,? ?(?:de |del )?-?(?P<y1>\d{{4}}))?"
        rf"|(?:(?P<y2>\d{{4}})\.? ?)?\b(?P<m2>{month})\b\.? ?(?P<d2>\d{{1,2}})(?!\d|:)"
        r"(?:st|nd|rd|th|\.|-[a-z]{1,3})?"
        rf"(?:,? ?(?P<y3>\d{{4}}))?"
    )
