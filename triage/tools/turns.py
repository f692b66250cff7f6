"""No more than so many at once, in each event loop that comes along."""

from __future__ import annotations

import asyncio
import threading
from weakref import WeakKeyDictionary, ref


class Turns:
    """A semaphore for each event loop, so that several threads may share the owner."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        # One that somebody has waited for holds its loop: kept here, it would keep that loop for ever.
        self._by_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, ref[asyncio.Semaphore]] = (
            WeakKeyDictionary()
        )
        self._lock = threading.Lock()

    def mine(self) -> asyncio.Semaphore:
        """That of the running loop: `async with turns.mine()`. One that nobody is in may be forgotten."""
        loop = asyncio.get_running_loop()
        with self._lock:
            kept = self._by_loop.get(loop)
            found = kept() if kept is not None else None
            if found is None:
                found = asyncio.Semaphore(self._at_once)
                self._by_loop[loop] = ref(found)
            return found
