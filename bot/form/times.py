"""When it happened, as somebody wrote it on the page: exact, or what is still missing in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from triage.details.lexicon import read_words
from triage.details.moments import latest, moments

ZONES = {
    "UTC": "UTC",
    "Europe/London": "London, Dublin, Lisbon",
    "Europe/Berlin": "Berlin, Paris, Rome, Madrid, Warsaw, Budapest",
    "Europe/Helsinki": "Helsinki, Athens, Bucharest, Kyiv",
    "Europe/Istanbul": "Istanbul, Moscow, Riyadh",
    "Asia/Dubai": "Dubai",
    "Asia/Karachi": "Karachi, Tashkent",
    "Asia/Kolkata": "Mumbai, Delhi",
    "Asia/Dhaka": "Dhaka",
    "Asia/Bangkok": "Bangkok, Jakarta",
    "Asia/Singapore": "Singapore, Beijing, Perth",
    "Asia/Tokyo": "Tokyo, Seoul",
    "Australia/Brisbane": "Brisbane",
    "Australia/Sydney": "Sydney, Melbourne",
    "America/Sao_Paulo": "São Paulo, Buenos Aires",
    "America/Halifax": "Halifax",
    "America/New_York": "New York, Toronto",
    "America/Chicago": "Chicago, Mexico City",
    "America/Denver": "Denver",
    "America/Phoenix": "Phoenix",
    "America/Los_Angeles": "Los Angeles, Vancouver",
    "America/Anchorage": "Anchorage",
}
"""What may be chosen, by place, since a place knows its summer time."""


@dataclass(frozen=True)
class Told:
    """`text`: as written, with the offset of the chosen place; `at` is `None` while it is not exact."""

    text: str
    at: datetime | None


def read_time(text: str, place: str, known: tzinfo | None, now: datetime) -> Told:
    """`known`: the zone of the requester's own mail program; what is written or chosen comes before it."""
    found = list(moments(text, read_words(text), now))
    chosen = _zone(place)
    times = [moment.exact(chosen or known) for moment in found]
    at = latest([time for time in times if time is not None], now)
    if chosen is None or any(moment.zone for moment in found):
        return Told(text, at)
    if at is None:
        return Told(f"{text} ({place})", None)
    return Told(f"{text} (UTC{at.isoformat()[-6:]})", _fixed(at))


def place_of(known: tzinfo | None, *moments: datetime) -> str | None:
    """The one place of the list that has the offset of a mail program at one of these moments.

    `None`: there is none, or there are several, such as in the days when the clocks are changed.
    """
    found = {place for at in moments for place in _with_offset(known, at)}
    return found.pop() if len(found) == 1 else None


def _with_offset(known: tzinfo | None, at: datetime) -> list[str]:
    if known is None:
        return []
    offset = at.astimezone(known).utcoffset()
    zones = ((place, _zone(place)) for place in ZONES)
    return [place for place, zone in zones if zone and at.astimezone(zone).utcoffset() == offset]


def _zone(place: str) -> tzinfo | None:
    if place not in ZONES:
        return None
    try:
        return ZoneInfo(place)
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _fixed(at: datetime) -> datetime:
    """With the offset of that day in place of a place's name."""
    return datetime.fromisoformat(at.isoformat())
