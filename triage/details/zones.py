"""Time zones as people write them: `CET`, `UTC+2`, `+0200`, `Budapest time`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from triage.details.calendar_words import calendar
from triage.details.lexicon import fold

_TIME_WORDS = r"(?:local time|time|zeit|ortszeit|ido\w*|heure|hora|ora|orario|tijd|czas\w*|horario)"
_OFFSET = re.compile(r"[\s(,]{0,3}(?:utc|gmt)?\s?([+\-−])\s?(\d{1,2})(?::?(\d{2}))?(?![\d:])")
_LOUD_OFFSET = re.compile(r"\b(?:UTC|GMT)\s?([+\-−])\s?(\d{1,2})(?::?(\d{2}))?(?!\d)")
_AMERICAN = re.compile(r"(?<=m)\.?\s?\(?(et|ct|mt|pt)\b")
_OF_AMERICA = {
    "et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles",
}  # fmt: skip
"""Only behind "am" and "pm": elsewhere they are words."""
_SPOKEN = frozenset({"ist", "est", "met", "west", "z", "hec", "wet"})
"""Words of a language, too: a zone only in capitals."""


@dataclass(frozen=True)
class Zone:
    """Minutes east of UTC, or a place with its summer time."""

    minutes: int | None = None
    place: str | None = None

    def at(self, when: datetime) -> tzinfo | None:
        if self.place is None:
            return timezone(timedelta(minutes=self.minutes or 0))
        try:
            # the offset of that day, so that what is stored needs no data base to be read
            offset = when.replace(tzinfo=ZoneInfo(self.place)).utcoffset()
        except (ZoneInfoNotFoundError, ValueError):
            return None
        return timezone(offset) if offset is not None else None


def zone_after(folded: str, end: int) -> Zone | None:
    """The zone right after a clock time in a folded text."""
    offset = _OFFSET.match(folded, end)
    if offset:
        return _from_offset(offset)
    named = _near_name().match(folded, end)
    if named:
        return Zone(minutes=_names()[named[1]])
    american = _AMERICAN.match(folded, end)
    if american:
        return Zone(place=_OF_AMERICA[american[1]])
    place = _near_place().match(folded, end)
    return _place(place[1]) if place else None


def zone_anywhere(text: str) -> Zone | None:
    """A zone said anywhere in a text: names in capitals, offsets with UTC or GMT, places with "time"."""
    loud = _LOUD_OFFSET.search(text)
    if loud:
        return _from_offset(loud)
    capitals = _loud_name().search(text)
    if capitals:
        return Zone(minutes=_names()[capitals[0].lower()])
    place = _place_pattern().search(fold(text))
    if place:
        if place["d"]:
            return Zone(place=place["d"].title())
        return _place(place["a"] or place["b"] or place["c"] or "")
    return None


def _place(said: str) -> Zone | None:
    said = re.sub(r"\s+", " ", said)
    return next((Zone(place=zone) for name, zone in _places() if _is_place(name, said)), None)


def _from_offset(match: re.Match[str]) -> Zone | None:
    hours, minutes = int(match[2]), int(match[3] or 0)
    if hours > 14 or minutes > 59:
        return None
    total = hours * 60 + minutes
    return Zone(minutes=total if match[1] == "+" else -total)


def _is_place(name: str, said: str) -> bool:
    return said.startswith(name[:-1]) if name.endswith("*") else said == name


@cache
def _names() -> dict[str, int]:
    return {name: minutes for name, minutes in calendar()["zones"].items() if isinstance(minutes, int)}


@cache
def _places() -> tuple[tuple[str, str], ...]:
    return tuple((fold(name), str(zone)) for name, zone in calendar()["places"].items())


@cache
def _near_name() -> re.Pattern[str]:
    names = "|".join(sorted((name for name in _names() if name not in _SPOKEN), key=len, reverse=True))
    return re.compile(rf"(?:[\s(,]{{0,3}}(?:uhr|h)?[\s(,]{{0,3}})({names}|(?<=\d)z)\b")


@cache
def _loud_name() -> re.Pattern[str]:
    names = "|".join(name.upper() for name in sorted(_names(), key=len, reverse=True) if name != "z")
    return re.compile(rf"\b(?:{names})\b")


@cache
def _near_place() -> re.Pattern[str]:
    """A place right behind a clock time: "14:05 (Budapest)", "14:05 Vienna"."""
    plain = "|".join(_spelt(name) for name, _zone in _places() if " " not in name)
    return re.compile(rf"(?:\s?(?:uhr|h))?[\s(,]{{1,3}}({plain})(?:\)|\b)")


@cache
def _place_pattern() -> re.Pattern[str]:
    spoken = [name for name, _zone in _places()]
    plain = "|".join(_spelt(name) for name in sorted(spoken, key=len, reverse=True) if " " not in name)
    whole = "|".join(_spelt(name) for name in spoken if " " in name)
    return re.compile(
        rf"\b(?P<a>{whole})\b"
        rf"|\b(?P<b>{plain})\s+(?:summer |standard |daylight )?{_TIME_WORDS}\b"
        rf"|\b{_TIME_WORDS}[\s,(]{{1,3}}(?:zone )?(?:here )?(?:in |of |de |di |w |van |d')?(?P<c>{plain})\b"
        r"|\b(?P<d>(?:europe|america|asia|australia)/[a-z_]{2,30})\b"
    )


def _spelt(name: str) -> str:
    return re.escape(name.removesuffix("*")).replace(r"\ ", r"\s+") + (
        r"[a-z]{0,4}" if name.endswith("*") else ""
    )
