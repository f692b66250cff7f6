"""Points in time that a person wrote down, in nine languages, with day, hour and minute.

A clock time is looked for first, then the day beside it, then the zone. What is vague ("around two",
"this morning") is no moment at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from triage.details.days import days_in
from triage.details.lexicon import Words
from triage.details.zones import Zone, zone_after, zone_anywhere

_MOST = 40
_NEAR_BEFORE, _NEAR_AFTER = 60, 60
_START = r"(?<![a-su-z\d:.,/])"
_CLOCK = re.compile(
    _START + r"(\d{1,2}) ?(?::|h) ?([0-5]\d)(?::([0-5]\d)(?:[.,]\d{1,6})?)?(?![\d:])"
    r"|"
    + _START
    + r"(\d{1,2})\.([0-5]\d)(?= ?(?:uhr|uur|h\b|orakor|ora\b|a\.?m\b|p\.?m\b|cet|cest|utc|gmt|mez))"
    r"|(?:\bgodz\.? |\bo |\bore |\bum |\bom |\bat )(\d{1,2})\.([0-5]\d)(?![.\d])"
    r"|" + _START + r"(\d{1,2}) ?(?:uhr|ora|h) ?([0-5]\d)(?:\b| ?perc)"
)
_HALF = re.compile(r" ?(a|p)\.?m\b")
_RANGE = re.compile(
    r"(?! -\d{2}:?\d{2}\b) ?(?:-|–|to|and|und|bis|es|et|y|e|en|i|a|tot|do|until) ?\d{1,2} ?[:.h]"
)
_ROUGHLY_AFTER = re.compile(r"[ -]?(?:ish\b|or so\b|korul|tajban|herum\b|ungefahr|circa)")
_BETWEEN = re.compile(r"^[\s,(]*(?:(?:at|um|o|a|as|om|las|le|les|alle|ore|the|uhr) ?)?$")


@dataclass(frozen=True)
class Moment:
    """A day and a clock time as written; `zone` where the text says it."""

    when: datetime
    zone: Zone | None

    def exact(self, known: tzinfo | None) -> datetime | None:
        """With its zone, or the one that is known of the requester; `None` where neither is there."""
        zone = self.zone.at(self.when) if self.zone else known
        return self.when.replace(tzinfo=zone) if zone else None


def moments(text: str, words: Words, written_at: datetime | None) -> Iterator[Moment]:
    """Every moment in a text; days without a year, and weekdays, are seen from when it was written."""
    days = tuple(days_in(words.text, written_at.date() if written_at else None))
    zone = zone_anywhere(text)
    range_ends = 0
    for number, match in enumerate(_CLOCK.finditer(words.text)):
        if number == _MOST:
            return
        clock = _clock(match, words.text)
        span = _RANGE.match(words.text, match.end())
        within, range_ends = match.start() < range_ends, span.end() if span else 0
        if clock is None or span or within or _is_rough(match, words):
            continue
        day = _nearest(days, match.start(), match.end())
        if day is not None:
            when = datetime(day.year, day.month, day.day, *clock)  # noqa: DTZ001 - the zone comes later
            yield Moment(when, zone_after(words.text, clock_end(match, words.text)) or zone)


def clock_end(match: re.Match[str], text: str) -> int:
    half = _HALF.match(text, match.end())
    return half.end() if half else match.end()


def _clock(match: re.Match[str], text: str) -> tuple[int, int, int] | None:
    groups = [int(group) for group in match.groups() if group is not None]
    hour, minute, second = (*groups, 0)[:3]
    half = _HALF.match(text, match.end())
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.group(1) == "p" else 0)
    return (hour, minute, second) if hour < 24 else None


def _is_rough(match: re.Match[str], words: Words) -> bool:
    start, text = match.start(), words.text
    if _ROUGHLY_AFTER.match(text, match.end()):
        return True
    if text[max(0, start - 2) : start].strip() == "~":
        return True
    return any(
        hit.end <= start and start - hit.end < 12 and _BETWEEN.match(text[hit.end : start])
        for hit in words.all("approximate")
    )


def _nearest(days: tuple[tuple[int, int, int, date], ...], start: int, end: int) -> date | None:
    """The day nearest to a clock time; a full date before a weekday or "today"."""
    best: tuple[int, int] | None = None
    found: date | None = None
    for day_start, day_end, rank, day in days:
        distance = start - day_end if day_end <= start else day_start - end
        if distance < 0 or distance > (_NEAR_BEFORE if day_end <= start else _NEAR_AFTER):
            continue
        if best is None or (rank, distance) < best:
            best, found = (rank, distance), day
    return found


def latest(found: list[datetime], now: datetime | None) -> datetime | None:
    """The newest moment that is not in the future."""
    limit = now + timedelta(days=1) if now else None
    past = [moment for moment in found if limit is None or moment <= limit]
    return max(past, default=None)
