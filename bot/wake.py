"""Waking workers. Only a hint: rows say what is due, so a wake-up that is lost costs a moment."""

from __future__ import annotations

import threading


class Wake:
    """Counts wake-ups, so that one which comes between looking and waiting is not lost."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._count = 0

    def __call__(self) -> None:
        with self._condition:
            self._count += 1
            self._condition.notify_all()

    @property
    def count(self) -> int:
        with self._condition:
            return self._count

    def wait_beyond(self, count: int, timeout_s: float) -> None:
        """Return as soon as there was a wake-up after `count`, or after the timeout."""
        with self._condition:
            self._condition.wait_for(lambda: self._count > count, timeout_s)
