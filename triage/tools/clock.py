"""The time, as a tool, so that a test can say what it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True)
class FixedClock:
    """A clock that stands still at `at` (aware)."""

    at: datetime

    def now(self) -> datetime:
        return self.at
