"""Days told from today: "yesterday", "tomorrow", "on Monday", "Tuesday 10", "two days ago", "the 17th".

A day to come is told as one, too: a clock time beside it is no incident's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache

from triage.details.calendar_words import any_of, few, near, weekdays, words_of

Day = tuple[int, int, int, date]
"""Start and end in the text, rank (0: a full date, 1: seen from today), the day."""

_LOOK = 32
"""So far a day's neighbours are looked at."""
_SOON = timedelta(days=62)
_ONLY_IN = {
    "hier": ("fr",), "ma": ("hu",), "mai": ("hu",), "manana": ("es",), "mon": ("en",), "morgen": ("de", "nl"),
    "segunda": ("pt",), "terca": ("pt",), "quarta": ("pt",), "quinta": ("pt",), "sexta": ("pt",),
}  # fmt: skip
"""Words of other languages, too."""
_NEVER_UNKNOWN = frozenset({"mai"})
"""May, never: only where the language is known."""
_MORNINGS = frozenset({"morgen", "manana"})
"""Tomorrow, and the morning."""
_GREETING = re.compile(r"\s*(?:[,!]|$|(?:zusammen|allemaal|allen|an alle|liebe\w*|herr|frau|team)\b)")
_NUMBER_BEHIND = re.compile(
    r",?\s{1,2}(?:(?:the|den|dem|der|le|el|il|dia|dnia|de|op|on|am|a)\s)?(\d{1,2})"
    r"(?:st|nd|rd|th|er|e|o|a|\.|-?(?:j?[ae]n|[ae]?i)|-?e?go)?"
    r"(?!\w|\.\d|\s?(?:[:/-]\s?\d|h\b|uhr|uur|ora|ore\b|orakor|heure|hora|o'clock|[ap]\.?m\b|min|perc|mails?\b))"
)
_DAY_OF_MONTH = re.compile(
    r"\bthe (\d{1,2})(?:st|nd|rd|th)\b|(?<![\d.:])(\d{1,2})-(?:j?[ae]n|[ae]?i)\b|\bam (\d{1,2})\.(?! ?\d)"
    r"|\b(?:le|el|il|el dia|il giorno) (\d{1,2})(?=,? (?:a|a las|alle) \d)"
    r"|\bde (\d{1,2})e\b|(?<![\d.:])(\d{1,2})-?(?:ego|tego|go)\b|\bdia (\d{1,2})\b(?!/)"
)
_NOW = re.compile(
    r"\b(?:now|just|jetzt|eben|gerade|most|maintenant|ahora|adesso|nu|net|teraz|wlasnie|agora),?"
    r"(?: (?:at|um|a|a las|alle|ore|om|o|o godz\.?|as|les?))?(?= \d{1,2} ?(?:[:.h]|u(?=\d)) ?[0-5]\d(?!\d))"
)
""" "It began now at 10:15": only right before a clock time."""


def nearest(days: Iterable[date | None], today: date) -> date | None:
    """Of the days that may be meant the one nearest to today; of two the one that has been.

    What is to come in some months is told with its year.
    """
    real = [day for day in days if day is not None and day - today <= _SOON]
    return min(real, key=lambda day: (abs(day - today), day > today), default=None)


def near_days(text: str, today: date, language: str | None) -> Iterator[Day]:
    """Every such day of a folded text."""
    yield from _by_word(text, today, language)
    yield from _now(text, today)
    yield from _days_ago(text, today)
    yield from _day_of_month(text, today)


def is_behind_a_near_day(text: str, at: int) -> bool:
    """ "Vanmorgen 10.05" is a clock time, and no day in May."""
    return _near_day_pattern().search(text[max(0, at - _LOOK) : at]) is not None


def _by_word(text: str, today: date, language: str | None) -> Iterator[Day]:
    for match in _relative_pattern().finditer(text):
        word = re.sub(r"\s+", " ", match[0])
        if not _is_of(word, language) or (word in _MORNINGS and _is_a_morning(text, match)):
            continue
        back, weekday = near().get(word), weekdays().get(word)
        if back is not None:
            yield match.start(), match.end(), 1, today - timedelta(days=back)
        elif weekday is not None:
            end, day = _of_weekday(text, match, weekday, today)
            yield match.start(), end, 1, day


def _is_of(word: str, language: str | None) -> bool:
    if language is None:
        return word not in _NEVER_UNKNOWN
    return language in _ONLY_IN.get(word, (language,))


def _is_a_morning(text: str, match: re.Match[str]) -> bool:
    """ "Heute Morgen", "por la mañana", "Guten Morgen", and the mere greeting "Morgen!"."""
    if _morning_pattern().search(text[max(0, match.start() - _LOOK) : match.start()]):
        return True
    first = not text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip()
    return first and bool(_GREETING.match(text[match.end() : match.end() + _LOOK].partition("\n")[0]))


def _of_weekday(text: str, match: re.Match[str], weekday: int, today: date) -> tuple[int, date]:
    """The end of what is said, and the last such day; "Tuesday 10" and "next Tuesday" may be to come."""
    numbered = _NUMBER_BEHIND.match(text, match.end())
    if numbered:
        fitting = (day for day in _in_months(int(numbered[1]), today) if day and day.weekday() == weekday)
        if found := nearest(fitting, today):
            return numbered.end(), found
    last = today - timedelta(days=(today.weekday() - weekday) % 7)
    behind = _coming_behind().match(text, match.end())
    if (
        behind
        or match[0] in words_of("coming", "alone")
        or _coming_before().search(text[max(0, match.start() - _LOOK) : match.start()])
    ):
        return behind.end() if behind else match.end(), last + timedelta(days=7)
    return match.end(), last


def _now(text: str, today: date) -> Iterator[Day]:
    for match in _NOW.finditer(text):
        yield match.start(), match.end(), 1, today


def _days_ago(text: str, today: date) -> Iterator[Day]:
    """ "Two days ago", "vor 3 Tagen"."""
    for match in _ago_pattern().finditer(text):
        said = next(group for group in match.groups() if group)
        back = int(said) if said.isdigit() else few()[said]
        yield match.start(), match.end(), 1, today - timedelta(days=back)


def _day_of_month(text: str, today: date) -> Iterator[Day]:
    """ "On the 17th": the nearest such day."""
    for match in _DAY_OF_MONTH.finditer(text):
        number = int(next(group for group in match.groups() if group))
        if found := nearest(_in_months(number, today), today):
            yield match.start(), match.end(), 1, found


def _in_months(number: int, today: date) -> Iterator[date | None]:
    """The day with this number in the month before, in this month, and in the next."""
    first = today.replace(day=1)
    for month in (first - timedelta(days=1), first, first + timedelta(days=31)):
        try:
            yield month.replace(day=number)
        except ValueError:
            yield None


@cache
def _near_day_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(near())}),? $")


@cache
def _relative_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(near() | weekdays())})\b")


@cache
def _morning_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of((*words_of('morning', 'behind'), *weekdays()))}),? $")


@cache
def _coming_before() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(words_of('coming', 'before'))}) $")


@cache
def _coming_behind() -> re.Pattern[str]:
    return re.compile(rf",? (?:{any_of(words_of('coming', 'behind'))})\b")


@cache
def _ago_pattern() -> re.Pattern[str]:
    number = rf"(\d|{any_of(few())})"
    return re.compile(
        rf"\b{number} (?:days? ago|dagen geleden|giorni fa|dni temu|dias atras|nappal ezelott|napja)\b"
        rf"|\b(?:vor {number} tagen|il y a {number} jours|hace {number} dias|ha {number} dias)\b"
    )
