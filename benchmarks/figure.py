"""One measured figure, and how rates are taken."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`value` in `unit`; `goal` as words where there is one."""

    name: str
    value: float
    unit: str
    goal: str = ""


def rate(work: Callable[[], int], rounds: int = 3) -> float:
    """Things a second: `work` does some and returns how many; the best of the rounds counts."""
    return max(_once(work) for _ in range(rounds))


def _once(work: Callable[[], int]) -> float:
    started = time.perf_counter()
    done = work()
    return done / (time.perf_counter() - started)


def median_seconds(work: Callable[[], object], rounds: int = 7) -> float:
    """The median wall time of one call."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)
