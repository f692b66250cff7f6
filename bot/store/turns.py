"""Whose turn it is to write to SQLite, within this process: one writer at a time, and what waits to be
acknowledged comes first.

SQLite's own waiting is a sleep that grows to 100 ms and knows no order: under load, it lasts for seconds.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """A lock with two queues, each in order of arrival."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken = False
        self._first: deque[threading.Lock] = deque()
        self._others: deque[threading.Lock] = deque()

    @contextmanager
    def mine(self, *, first: bool = False) -> Iterator[None]:
        """Wait for the turn, and hold it to the end of the block. `first`: before all that are not."""
        self._take(first)
        try:
            yield
        finally:
            self._pass_on()

    def _take(self, first: bool) -> None:
        gate = threading.Lock()
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            gate.acquire()
            (self._first if first else self._others).append(gate)
        gate.acquire()  # until it is passed on

    def _pass_on(self) -> None:
        with self._lock:
            queue = self._first or self._others
            if queue:
                queue.popleft().release()
            else:
                self._taken = False
