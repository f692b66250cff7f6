"""One writer at a time; who waits to be acknowledged comes before who does not, each in order."""

from __future__ import annotations

import threading

from bot.store.turns import Turns


def test_the_first_ones_go_first_and_each_in_order() -> None:
    turns, order = Turns(), list[str]()
    ready, threads = threading.Barrier(2), list[threading.Thread]()

    def take(name: str) -> None:
        ready.wait()
        with turns.mine(first=name.startswith("first")):
            order.append(name)

    with turns.mine():
        for count, name in enumerate(("other 1", "first 1", "other 2", "first 2"), 1):
            thread = threading.Thread(target=take, args=(name,))
            thread.start()
            threads.append(thread)
            ready.wait()
            while len(turns._first) + len(turns._others) < count:
                pass
    for thread in threads:
        thread.join()
    assert order == ["first 1", "first 2", "other 1", "other 2"]


def test_one_at_a_time_and_a_failure_passes_the_turn_on() -> None:
    turns, inside, most = Turns(), [0], [0]

    def write() -> None:
        for _ in range(200):
            try:
                with turns.mine(first=True):
                    inside[0] += 1
                    most[0] = max(most[0], inside[0])
                    inside[0] -= 1
                    raise ValueError
            except ValueError:
                continue

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]
    with turns.mine():
        assert inside == [0]
