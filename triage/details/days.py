"""Days that a person wrote down: dates in digits or with a month's name, weekdays, "yesterday"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import islice
from pathlib import Path

from triage.details.lexicon import fold
from triage.details.spelt_clocks import days_of_the_month

_DATA = Path(__file__).parent / "data" / "calendar.toml"
_MOST = 60
_NEAR_DAY = 30
"""How long "the day before yesterday" may be."""
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
_DAY_OF_MONTH = re.compile(
    r"\bthe (\d{1,2})(?:st|nd|rd|th)\b|(?<![\d.:])(\d{1,2})-(?:j?[ae]n|[ae]?i)\b|\bam (\d{1,2})\.(?! ?\d)"
    r"|\b(?:le|el|il|el dia|il giorno) (\d{1,2})(?=,? (?:a|a las|alle) \d)"
    r"|\bde (\d{1,2})e\b|(?<![\d.:])(\d{1,2})-?(?:ego|tego|go)\b|\bdia (\d{1,2})\b(?!/)"
)
_ONLY_IN = {
    "hier": "fr", "ma": "hu", "segunda": "pt", "terca": "pt", "quarta": "pt", "quinta": "pt", "sexta": "pt",
}  # fmt: skip
"""Words of other languages, too."""

Day = tuple[int, int, int, date]
"""Start and end in the text, rank (0: a full date, 1: seen from today), the day."""


def calendar() -> dict[str, dict[str, object]]:
    """The calendar's words: months, weekdays, near days, zones and places."""
    return _calendar()


def month_words() -> str:
    """The names of all months as alternatives of a regular expression, for folded text."""
    return _any(_months())


def days_in(
    text: str, today: date | None, language: str | None = None, *, month_first: bool | None = False
) -> Iterator[Day]:
    """Every day in a folded text. Without `today` only dates that have a year are told.

    `3/4` is the third of April, unless `month_first`; where that is `None`, it is no day at all when both
    readings are days that have been.
    """
    found = 0
    for days in (
        _year_first(text, today),
        _digits(text, today, month_first=month_first),
        _named(text, today),
        _spelt_out(text, today),
        _seen_from_today(text, today, language),
        _days_ago(text, today),
        _day_of_month(text, today),
    ):
        for day in days:
            yield day
            found += 1
            if found == _MOST:
                return


def _year_first(text: str, today: date | None) -> Iterator[Day]:
    for match in _YEAR_FIRST.finditer(text):
        day = _date(int(match[1]), int(match[2]), int(match[3]))
        if day:
            yield match.start(), match.end(), 0, day


def _digits(text: str, today: date | None, *, month_first: bool | None) -> Iterator[Day]:
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
        if (month_first and separator == "/") or _HUNGARIAN.match(text, match.end()):
            candidates.reverse()
        days = [_with_year(year, month, day, today) for month, day in candidates]
        real = [day for day in days if day and not _is_code(year, day, today)]
        past = [day for day in real if today is None or day <= today + timedelta(days=1)]
        if month_first is None and separator == "/" and len(set(past)) > 1:
            continue
        if real:
            yield match.start(), match.end(), 0, (past or real)[0]


def _is_code(year: str | None, day: date, today: date | None) -> bool:
    if year is None or len(year) != 2 or today is None:
        return False
    return not today - _OLDEST <= day <= today + timedelta(days=31)


def _named(text: str, today: date | None) -> Iterator[Day]:
    names = _months()
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
            number, month = days[re.sub(r"[\s-]", " ", said)], _months()[match["m1"] or match["m2"]]
            day = _with_year(match["year"], month, number, today)
            if day and match.start() not in told:
                told.add(match.start())
                yield match.start(), match.end(), 0, day


@cache
def _month_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any(_months())})\b")


@cache
def _spelt_pattern(language: str) -> re.Pattern[str]:
    """The day before its month, in German with any ending; in Hungarian, at times in English, behind it."""
    day = _any(days_of_the_month()[language]).replace(r"\s+", r"[\s-]")
    month = f"(?:{_any(_months())})"
    before = rf"(?P<d1>{day})[rns]? (?:of |de |d')?(?P<m1>{month})"
    behind = rf"(?P<m2>{month}) (?:the )?(?P<d2>{day})\w{{0,4}}"
    return re.compile(rf"(?<![\w-])(?:{before}|{behind})\b(?:,? (?:de |del )?(?P<year>\d{{4}}))?")


def _seen_from_today(text: str, today: date | None, language: str | None) -> Iterator[Day]:
    if today is None:
        return
    for match in _relative_pattern().finditer(text):
        word = re.sub(r"\s+", " ", match[0])
        if language and _ONLY_IN.get(word, language) != language:
            continue
        near, weekday = _near().get(word), _weekdays().get(word)
        if near is not None:
            yield match.start(), match.end(), 1, today - timedelta(days=near)
        elif weekday is not None:
            yield match.start(), match.end(), 1, today - timedelta(days=(today.weekday() - weekday) % 7)


def _days_ago(text: str, today: date | None) -> Iterator[Day]:
    """ "Two days ago", "vor 3 Tagen"."""
    if today is None:
        return
    for match in _ago_pattern().finditer(text):
        said = next(group for group in match.groups() if group)
        back = int(said) if said.isdigit() else _few()[said]
        yield match.start(), match.end(), 1, today - timedelta(days=back)


def _day_of_month(text: str, today: date | None) -> Iterator[Day]:
    """ "On the 17th": the last such day."""
    if today is None:
        return
    for match in _DAY_OF_MONTH.finditer(text):
        number = int(next(group for group in match.groups() if group))
        months = (today, today.replace(day=1) - timedelta(days=1))
        days = (_date(month.year, month.month, number) for month in months)
        found = next((day for day in days if day and day <= today + timedelta(days=1)), None)
        if found:
            yield match.start(), match.end(), 1, found


def is_behind_a_near_day(text: str, at: int) -> bool:
    """ "Vanmorgen 10.05" is a clock time, and no day in May."""
    return _near_day_pattern().search(text[max(0, at - _NEAR_DAY) : at]) is not None


@cache
def _near_day_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any(_near())}),? $")


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1990 <= year <= 2100 else None
    except ValueError:
        return None


def _with_year(year: str | None, month: int, day: int, today: date | None) -> date | None:
    """Without a year: the latest such day that is not in the future."""
    if year is not None:
        return _date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    if today is None:
        return None
    found = _date(today.year, month, day)
    if found and found > today + timedelta(days=1):
        found = _date(today.year - 1, month, day)
    return found


@cache
def _calendar() -> dict[str, dict[str, object]]:
    return tomllib.loads(_DATA.read_text("utf-8"))


@cache
def _months() -> dict[str, int]:
    return _numbered("months", 1)


@cache
def _weekdays() -> dict[str, int]:
    return _numbered("weekdays", 0)


def _numbered(table: str, first: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for spellings in _calendar()[table].values():
        assert isinstance(spellings, list)
        for number, names in enumerate(spellings, first):
            found.update({fold(name): number for name in names})
    return found


@cache
def _near() -> dict[str, int]:
    found: dict[str, int] = {}
    for back, words in _calendar()["near"].items():
        assert isinstance(words, list)
        found.update({fold(word): int(back) for word in words})
    return found


def _any(words: dict[str, int]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


@cache
def _named_pattern() -> re.Pattern[str]:
    month = _any(_months())
    return re.compile(
        rf"(?<!\d)(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|o|a|\.)?[ -]{{0,2}}(?:de |of |d')?(?P<m1>{month})\b\.?"
        rf"(?:,? ?(?:de |del )?-?(?P<y1>\d{{4}}))?"
        rf"|(?:(?P<y2>\d{{4}})\.? ?)?\b(?P<m2>{month})\b\.? ?(?P<d2>\d{{1,2}})(?!\d|:)"
        r"(?:st|nd|rd|th|\.|-[a-z]{1,3})?"
        rf"(?:,? ?(?P<y3>\d{{4}}))?"
    )


@cache
def _relative_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any(_near() | _weekdays())})\b")


@cache
def _few() -> dict[str, int]:
    found: dict[str, int] = {}
    for number, words in _calendar()["few"].items():
        assert isinstance(words, list)
        found.update({fold(word): int(number) for word in words})
    return found


@cache
def _ago_pattern() -> re.Pattern[str]:
    number = rf"(\d|{_any(_few())})"
    return re.compile(
        rf"\b{number} (?:days? ago|dagen geleden|giorni fa|dni temu|dias atras|nappal ezelott|napja)\b"
        rf"|\b(?:vor {number} tagen|il y a {number} jours|hace {number} dias|ha {number} dias)\b"
    )
