from __future__ import annotations

import asyncio
import gc
import threading
import weakref

from triage.tools.turns import Turns


def most_at_once(turns: Turns, tasks: int) -> int:
    """How many were under way together, in a loop of its own."""
    under_way = most = 0

    async def one() -> None:
        nonlocal under_way, most
        async with turns.mine():
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0)
            under_way -= 1

    async def all_of_them() -> None:
        await asyncio.gather(*(one() for _ in range(tasks)))

    asyncio.run(all_of_them())
    return most


def test_no_more_than_so_many_at_once() -> None:
    assert most_at_once(Turns(3), 20) == 3


def test_every_loop_has_its_own() -> None:
    turns = Turns(3)
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(most_at_once(turns, 20))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [3, 3, 3, 3]


def test_a_loop_that_has_ended_is_not_kept() -> None:
    turns = Turns(1)
    kept: list[weakref.ref[asyncio.AbstractEventLoop]] = []

    async def wait_for_turns() -> None:
        async def one() -> None:
            async with turns.mine():
                await asyncio.sleep(0)

        kept.append(weakref.ref(asyncio.get_running_loop()))
        await asyncio.gather(*(one() for _ in range(3)))

    asyncio.run(wait_for_turns())
    gc.collect()
    assert kept[0]() is None
