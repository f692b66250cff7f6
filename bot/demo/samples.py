"""The sample mails, with their times set relative to now.

In a mail `{{-50m}}` stands for an RFC 5322 date fifty minutes ago, `{{-3h-2s}}` for three hours and two
seconds ago, and `{{-25m|words}}` for the same in a person's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from importlib.resources import files

_PLACE = re.compile(r"\{\{((?:-\d+[hms])+)(\|words)?\}\}")
_STEP = re.compile(r"-(\d+)([hms])")
_SECONDS = {"h": 3600, "m": 60, "s": 1}


@dataclass(frozen=True)
class Sample:
    name: str
    raw: bytes

    @property
    def sender(self) -> str:
        """The envelope sender; empty for `<>`."""
        first = self.raw.partition(b"\r\n")[0].decode()
        return first.removeprefix("Return-Path: <").removesuffix(">")


def samples(now: datetime) -> Iterator[Sample]:
    """Every sample mail, in the order of their names, as it would have arrived by `now` (aware)."""
    folder = files("bot.demo") / "mails"
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".eml"):
            text = entry.read_text(encoding="utf-8")
            yield Sample(entry.name, dated(text, now).replace("\n", "\r\n").encode())


def dated(text: str, now: datetime) -> str:
    """The text with its places filled."""

    def fill(match: re.Match[str]) -> str:
        back = sum(int(count) * _SECONDS[unit] for count, unit in _STEP.findall(match.group(1)))
        then = now - timedelta(seconds=back)
        return f"{then:%d %B %Y at %H:%M} UTC" if match.group(2) else format_datetime(then)

    return _PLACE.sub(fill, text)
