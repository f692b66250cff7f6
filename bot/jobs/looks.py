"""Who looks for what: where one worker has just found nothing, the others need not look."""

from __future__ import annotations

import threading
import time

from bot.jobs.kinds import BY_TIME, Kind
from bot.wake import Wake

LOOK_EVERY_S = 1.0
"""How long a row that another process has made due, or that becomes due by time, waits for an idle worker."""


class Looks:
    """What was found empty, and after how many wake-ups. Thread-safe, and shared by the workers."""

    def __init__(self, wake: Wake) -> None:
        self._wake = wake
        self._lock = threading.Lock()
        self._empty: dict[Kind, tuple[int, float]] = {}

    def begin(self, kind: Kind) -> int | None:
        """The number to give to `found_nothing`; `None`: there is no need to look."""
        count = self._wake.count
        with self._lock:
            seen, until = self._empty.get(kind, (-1, 0.0))
        if time.monotonic() < until and (seen == count or kind in BY_TIME):
            return None
        return count

    def found_nothing(self, kind: Kind, begun: int) -> None:
        """What is made due after `begin` comes with a wake-up of its own, which makes this void."""
        with self._lock:
            self._empty[kind] = (begun, time.monotonic() + LOOK_EVERY_S)
