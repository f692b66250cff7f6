"""Waking workers. Only a hint: rows say what is due, so a wake-up that is lost costs a moment."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Wake:
    """Counts wake-ups, so that one which comes between looking and waiting is not lost."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._count = 0
        self._in_hurry = 0
        self._calm = threading.Event()
        self._calm.set()

    def __call__(self) -> None:
        with self._condition:
            self._count += 1
            self._condition.notify_all()

    @property
    def count(self) -> int:
        with self._condition:
            return self._count

    @contextmanager
    def hurry(self) -> Iterator[None]:
        """Somebody waits for an acknowledgement, within seconds: workers begin nothing new meanwhile."""
        with self._condition:
            self._in_hurry += 1
            self._calm.clear()
        try:
            yield
        finally:
            with self._condition:
                self._in_hurry -= 1
                if not self._in_hurry:
                    self._calm.set()

    def wait_for_calm(self, timeout_s: float) -> None:
        """Return when nobody is in a hurry, or after the timeout: work goes on, only more slowly."""
        self._calm.wait(timeout_s)

    def wait_beyond(self, count: int, timeout_s: float) -> None:
        """Return as soon as there was a wake-up after `count`, or after the timeout."""
        with self._condition:
            self._condition.wait_for(lambda: self._count > count, timeout_s)
