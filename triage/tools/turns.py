"""No more than so many at once, in each event loop that comes along."""

from __future__ import annotations

import asyncio
import threading
from weakref import WeakKeyDictionary


class Turns:
    """A semaphore for each event loop, so that several threads may share the owner."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._by_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()
        self._lock = threading.Lock()

    def mine(self) -> asyncio.Semaphore:
        """That of the running loop: `async with turns.mine()`."""
        loop = asyncio.get_running_loop()
        with self._lock:
            if (found := self._by_loop.get(loop)) is None:
                found = self._by_loop[loop] = asyncio.Semaphore(self._at_once)
            return found
