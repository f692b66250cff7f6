"""Points in time that a person wrote down, in nine languages, with day, hour and minute.

A clock time is looked for first, then the day beside it, then the zone. What is vague ("around two",
"this morning") is no moment at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import islice

from triage.details.clocks import Clock, clocks
from triage.details.days import days_in
from triage.details.headed import headed_day
from triage.details.lexicon import Words
from triage.details.near_days import Day
from triage.details.other_times import is_of_other
from triage.details.sole import same_day, sole_day
from triage.details.zones import Zone, zone_after, zone_anywhere

_MOST = 40
_NEAR_BEFORE, _NEAR_AFTER = 60, 60
_RANGE = re.compile(
    r"(?! -\d{2}:?\d{2}\b)(?:-tol|(?: ?(?:uhr|uur|h|hs|ora|orakor|heures|horas))?"
    r" ?(?:[-–—]|to|till|through|bis|a|a las|alle|as|tot|do|until|ate|ate as|jusqu'a|hasta|hasta las))"
    r" ?\d{1,2} ?[:.h]"
)
_TWO = re.compile(r" ?(?:and|und|es|et|y|e|en|i|oraz) ?\d{1,2} ?[:.h]")
_BETWEEN_TWO = re.compile(
    r"\b(?:between|zwischen|kozott|entre|tra|fra|tussen|miedzy|pomiedzy)\b[^.!?\n]{0,24}$"
)
""" "Between 13:05 and 13:07" is no moment, "at 13:05 and 13:07" are two."""
_ROUGHLY_AFTER = re.compile(r"[ -]?(?:ish\b|or so\b|korul|tajban|herum\b|ungefahr|circa)")
_EPOCH = re.compile(
    r"\b(?:unix|epoch|timestamp|ts)\b[^\d\n]{0,24}(1[4-9]\d{8})\b|\b(1[4-9]\d{8}) ?\(?(?:unix|epoch)"
)
_COMPACT = re.compile(r"\b(20\d\d)([01]\d)([0-3]\d)t([0-2]\d)([0-5]\d)([0-5]\d)?z\b")
_BETWEEN = re.compile(r"^[\s,(]*(?:(?:at|um|o|a|as|om|las|le|les|alle|ore|the|uhr|godz\.?|kl\.?) ?){0,2}$")
_NOT_ROUGH = frozenset({"entré"})
"""Come in, and not between: without its accent it is the same word."""


@dataclass(frozen=True)
class Moment:
    """A day and a clock time as written; `zone` where the text says it."""

    when: datetime
    zone: Zone | None

    def exact(self, known: tzinfo | None) -> datetime | None:
        """With its zone, or the one that is known of the requester; `None` where neither is there."""
        zone = self.zone.at(self.when) if self.zone else known
        return self.when.replace(tzinfo=zone) if zone else None


def moments(
    text: str,
    words: Words,
    written_at: datetime | None,
    language: str | None = None,
    known: tzinfo | None = None,
) -> Iterator[Moment]:
    """Every moment in a text; days without a year, and weekdays, are seen from when it was written.

    `known`: the requester's own zone, where it is known.
    """
    yield from _by_machine(words.text)
    zone = zone_anywhere(text)
    today = written_at.date() if written_at else None
    order = _month_first(language, zone.at(written_at) if zone and written_at else known, written_at)
    days = tuple(days_in(words.text, today, language, month_first=order))
    been = tuple(day for day in days if today is None or day[3] <= today)
    range_ends = 0
    told = clocks(words.text)
    for number, clock in enumerate(told):
        if number == _MOST:
            return
        span = _RANGE.match(words.text, clock.end)
        if not span and _BETWEEN_TWO.search(words.text, max(0, clock.start - 36), clock.start):
            span = _TWO.match(words.text, clock.end)
        within, range_ends = clock.start < range_ends, span.end() if span else 0
        if span or within or is_rough(clock, words) or is_of_other(clock, days, words, language):
            continue
        day = headed_day(clock, days, words) or _nearest(days, clock, words.text, today)
        day = day or sole_day(clock, told, been, words) or same_day(clock, days, today, words)
        if day is not None:
            when = datetime(day.year, day.month, day.day, clock.hour, clock.minute, clock.second)  # noqa: DTZ001 - the zone comes later
            yield Moment(when, zone_after(words.text, clock.end) or zone)


def _by_machine(folded: str) -> Iterator[Moment]:
    """`20261118T081530Z`, and seconds since 1970 that are called so."""
    for match in islice(_COMPACT.finditer(folded), _MOST):
        year, month, day, hour, minute, second = (int(group or 0) for group in match.groups())
        try:
            yield Moment(datetime(year, month, day, hour, minute, second), Zone(0))  # noqa: DTZ001 - beside it
        except ValueError:
            continue
    for match in islice(_EPOCH.finditer(folded), _MOST):
        yield Moment(datetime.fromtimestamp(int(match[1] or match[2]), UTC).replace(tzinfo=None), Zone(0))


def _month_first(language: str | None, zone: tzinfo | None, at: datetime | None) -> bool | None:
    """Is 3/4 in March? In English only the zone tells: in the Americas it is, elsewhere it is not."""
    if language != "en":
        return False
    offset = zone.utcoffset(at.replace(tzinfo=None)) if zone and at else None
    if offset is None:
        return None
    return timedelta(hours=-10) <= offset <= timedelta(hours=-3.5)


def is_rough(clock: Clock, words: Words) -> bool:
    """Is it "around" that time?"""
    start, text = clock.start, words.text
    if _ROUGHLY_AFTER.match(text, clock.end):
        return True
    if text[max(0, start - 2) : start].strip() == "~":
        return True
    return any(
        hit.end <= start and start - hit.end < 12 and _BETWEEN.match(text[hit.end : start])
        for hit in words.all("approximate")
        if words.said(hit.start, hit.end).casefold() not in _NOT_ROUGH
    )


def _nearest(days: tuple[Day, ...], clock: Clock, text: str, today: date | None) -> date | None:
    """The day nearest to a clock time; a full date before "Monday" or "today", unless that is beside it.

    A day to come takes the clock time from one that has been only by standing nearer.
    """
    been: list[tuple[int, int, bool, date]] = []
    to_come: list[tuple[int, date]] = []
    for day_start, day_end, rank, day in days:
        before = day_end <= clock.start
        distance = clock.start - day_end if before else day_start - clock.end
        if distance < 0 or distance > (_NEAR_BEFORE if before else _NEAR_AFTER):
            continue
        if today is not None and day > today:
            to_come.append((distance, day))
        else:
            been.append((rank, distance, bool(before and _BETWEEN.match(text[day_end : clock.start])), day))
    soonest = min((distance for distance, _ in to_come), default=_NEAR_AFTER + 1)
    if soonest < min((distance for _, distance, *_ in been), default=_NEAR_AFTER + 1):
        return min(to_come)[1]
    return _best(been)


def _best(been: list[tuple[int, int, bool, date]]) -> date | None:
    """Of days by rank, distance, and whether they stand beside it; "Wednesday 14:05, 4 March" is the 4th."""
    full = {day.weekday() for rank, _, _, day in been if rank == 0}
    ranked = (
        (0 if beside and day.weekday() not in full else rank, distance, day)
        for rank, distance, beside, day in been
    )
    best = min(ranked, key=lambda one: one[:2], default=None)
    return best[2] if best else None


def latest(found: list[datetime], now: datetime | None) -> datetime | None:
    """The newest moment that has been when it was told."""
    past = [moment for moment in found if now is None or moment <= now + _leeway(moment)]
    return max(past, default=None)


def _leeway(moment: datetime) -> timedelta:
    """Clocks differ; and who is said to be in UTC may not be: many mail programs write no other Date."""
    return timedelta(hours=3) if moment.utcoffset() == timedelta(0) else timedelta(minutes=15)
