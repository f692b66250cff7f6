"""What does one reading cost, and when is it ended? Time by an alarm, memory by the kernel.

Time is computing time, which is the same on a busy machine; where a child reads, it is the clock's.
"""

from __future__ import annotations

import contextlib
import resource
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

MOST_SECONDS = 10.0
MEMORY_BYTES = 512 * 1024 * 1024

_STATUS = Path("/proc/self/status")
_CLEAR = Path("/proc/self/clear_refs")


class TooSlow(BaseException):
    """Not an `Exception`: no reader that swallows those may swallow it."""


@dataclass
class Cost:
    seconds: float = 0.0
    peak: int = 0
    """The process's largest resident memory meanwhile, in bytes; 0 where the system does not tell."""


def limit_memory(most: int = MEMORY_BYTES) -> None:
    """From now on this process is refused more: as strict as the child that reads in production."""
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextlib.contextmanager
def measured(by_the_clock: bool = False) -> Iterator[Cost]:
    """Raises `TooSlow` in the block once its time is over: by the clock that is thrice as long."""
    cost = Cost()
    with contextlib.suppress(OSError):
        _CLEAR.write_text("5")  # the peak counts anew
    timer, bell = (
        (signal.ITIMER_REAL, signal.SIGALRM) if by_the_clock else (signal.ITIMER_PROF, signal.SIGPROF)
    )
    now = time.perf_counter if by_the_clock else time.process_time
    before = signal.signal(bell, _ring)
    start = now()
    signal.setitimer(timer, MOST_SECONDS * (3 if by_the_clock else 1))
    try:
        yield cost
    finally:
        signal.setitimer(timer, 0)
        signal.signal(bell, before)
        cost.seconds = now() - start
        cost.peak = _peak()


def _ring(_: int, __: FrameType | None) -> None:
    raise TooSlow


def _peak() -> int:
    with contextlib.suppress(OSError):
        for line in _STATUS.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0
