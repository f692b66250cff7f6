"""The embedded runner: threads that look for due rows, woken when there is one."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace

import structlog

from bot.channels import Channel
from bot.desk.context import Desk
from bot.jobs.clock_steps import ClockSteps
from bot.jobs.keeper import Keeper
from bot.jobs.kinds import KINDS, Kind
from bot.jobs.looks import LOOK_EVERY_S, Looks

log = structlog.get_logger()


GIVE_WAY_S = 0.25
"""So long at most a worker lets those pass who wait for an acknowledgement, before each piece of work."""


def drain(desk: Desk, channels: Mapping[str, Channel], kinds: tuple[Kind, ...] = KINDS) -> int:
    """Do everything that is due now, in this thread; returns how much it was. For tests and commands."""
    done = 0
    while any(kind(desk, channels) for kind in kinds):
        done += 1
    return done


class Runner:
    """Worker threads of this process."""

    def __init__(self, desk: Desk, channels: Mapping[str, Channel], threads: int) -> None:
        self._keeper = Keeper(desk)
        self._steps = ClockSteps(desk)
        self._looks = Looks(desk.wake)
        self._desk, self._channels = replace(desk, keeper=self._keeper), channels
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, args=(number,), name=f"worker-{number}", daemon=True)
            for number in range(threads)
        ]

    def start(self) -> None:
        self._keeper.start()
        for thread in self._threads:
            thread.start()

    def stop(self, timeout_s: float = 30.0) -> bool:
        """Finish what is in hand and end. `False`: a worker did not come back in time; its lease runs out."""
        self._stopping.set()
        self._desk.wake()
        for thread in self._threads:
            thread.join(timeout_s)
        self._keeper.stop()
        return not any(thread.is_alive() for thread in self._threads)

    @property
    def alive(self) -> bool:
        return all(thread.is_alive() for thread in self._threads)

    def _work(self, number: int) -> None:
        first = number % len(KINDS)  # each looks at another kind first, so that no kind starves
        kinds = KINDS[first:] + KINDS[:first]
        pause = LOOK_EVERY_S * (1 + number)  # an idle desk should cost nothing: not all look as often
        while not self._stopping.is_set():
            self._desk.wake.wait_for_calm(GIVE_WAY_S)
            seen = self._desk.wake.count
            if not self._one(kinds):
                self._desk.wake.wait_beyond(seen, pause)

    def _one(self, kinds: tuple[Kind, ...]) -> bool:
        """One piece of work. A database that is away for a moment must not end the thread."""
        try:
            self._steps.look()
            return any(self._did(kind) for kind in kinds)
        except Exception:
            log.exception("a worker stumbled")
            return False

    def _did(self, kind: Kind) -> bool:
        begun = None if self._stopping.is_set() else self._looks.begin(kind)
        if begun is None:
            return False
        if kind(self._desk, self._channels):
            return True
        self._looks.found_nothing(kind, begun)
        return False
