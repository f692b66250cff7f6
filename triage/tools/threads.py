"""Work that blocks, beside the event loop, in a thread that nobody has to wait for."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def in_thread(work: Callable[[], T]) -> T:
    """What `work` returns or raises. When the waiting is cancelled, the thread ends unheard.

    Not the loop's own pool: closing that waits for its threads, and a name that does not resolve blocks long.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def run() -> None:
        try:
            result = work()
        except Exception as error:
            _tell(loop, done, done.set_exception, error)
        else:
            _tell(loop, done, done.set_result, result)

    threading.Thread(target=run, name="look-up", daemon=True).start()
    return await done


def _tell(
    loop: asyncio.AbstractEventLoop, done: asyncio.Future[T], how: Callable[..., None], value: object
) -> None:
    def tell() -> None:
        if not done.done():
            how(value)

    try:
        loop.call_soon_threadsafe(tell)
    except RuntimeError:
        # the loop has been closed: nobody is left to hear it
        return
