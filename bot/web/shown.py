"""Template filters: what strangers wrote made harmless to look at, and times, sizes and words for people.

Jinja escapes the markup; what is taken out here are the characters that deceive the eye: controls and
bidirectional overrides (a file called `gpj.exe` that reads `exe.jpg`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from flask import Flask

from bot.web import words
from triage.percent import percent

_DECEIVING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_SPACE = re.compile(r"\s+")


def one_line(value: object) -> str:
    """For a line of a page."""
    text = _SPACE.sub(" ", str(value if value is not None else ""))
    return _DECEIVING.sub("", text)[:2_000]


def many_lines(value: object) -> str:
    """For a text with its own line ends."""
    text = str(value if value is not None else "").replace("\r\n", "\n").replace("\r", "\n")
    return _DECEIVING.sub("", text)[:200_000]


def delay(seconds: float) -> str:
    """`9 s`, `12 min`, `3.5 h`, `4 days`: a time span at a glance."""
    if seconds < 1:
        return "at once"
    for size, unit in ((86_400, "days"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.1f}".removesuffix(".0") + f" {unit}"
    return f"{seconds:.0f} s"


def ago(at: datetime, now: datetime) -> str:
    """How long ago, in one short piece; a date once it is more than 30 days."""
    seconds = max(0.0, (now - at).total_seconds())
    if seconds < 60:
        return "just now"
    for size, unit in ((3_600, "min"), (86_400, "h"), (30 * 86_400, "d")):
        if seconds < size:
            return f"{int(seconds // {'min': 60, 'h': 3_600, 'd': 86_400}[unit])} {unit} ago"
    return at.strftime("%-d %b %Y")


def until(at: datetime, now: datetime) -> str:
    """When it is over: the hour (UTC) where that is within 36 hours, else the day."""
    if at.date() == now.date():
        return at.strftime("%H:%M UTC")
    return at.strftime("%-d %b, %H:%M UTC" if at - now <= timedelta(hours=36) else "%-d %b")


def size(count: int) -> str:
    """Bytes for people."""
    if count < 1_000:
        return f"{count} B"
    return f"{count / 1_000:.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


def what_happened(recipient: Mapping[str, Any]) -> str:
    """One sentence on one recipient of a delivery report."""
    did = words.say(words.BOUNCE_ACTIONS, recipient.get("action"))
    return f"The mail to {one_line(recipient.get('address'))} {did}"


def moment(value: str) -> str:
    """A time of ISO 8601 as people write it, with its own zone; anything else as it is."""
    if not _ISO.match(value):
        return value
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    zone = at.strftime("%z")
    return at.strftime("%-d %b %Y, %H:%M:%S") + (f" {zone[:3]}:{zone[3:5]}" if zone else "")


def iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def install(app: Flask, now: Callable[[], datetime]) -> None:
    """Give the templates these filters."""
    app.jinja_env.filters.update(
        shown=one_line,
        shown_text=many_lines,
        delay=delay,
        moment=moment,
        size=size,
        iso=iso,
        what_happened=what_happened,
        ago=lambda at: ago(at, now()),
        until=lambda at: until(at, now()),
        percent=percent,
        route_words=partial(words.say, words.ROUTES),
        problem_words=partial(words.say, words.PROBLEMS),
        state_words=partial(words.say, words.STATES),
        action_words=partial(words.say, words.ACTIONS),
        detail_words=partial(words.say, words.DETAILS),
        reason_words=partial(words.say, words.REASONS),
        rejected_words=partial(words.say, words.REJECTED_BY),
        fixer_words=partial(words.say, words.FIXERS),
        owner_words=partial(words.say, words.OWNERS),
        status_words=partial(words.say, words.STATUSES),
        outcome_words=partial(words.say, words.OUTCOMES),
    )
