"""Does reading stay linear? Each way in which mail grows, at one size and at four times that size.

`python -m fuzz.growth [WORDS...]`: a line a family; what takes more than six times as long is marked.
"""

from __future__ import annotations

import functools
import gc
import sys
import time

from fuzz.families import FAMILIES, Make
from fuzz.target import PLATFORM
from triage.evidence.reader import read

_NOTHING = 0.02
"""Seconds; below that, what every mail costs hides what grows."""
_ODD = 6.0


def measure(make: Make, size: int) -> float:
    """The best of three, in seconds of computing; what earlier readings left in memory is forgotten."""
    raw = make(size)
    times = []
    for _ in range(3):
        _forget()
        start = time.process_time()
        read(raw, "", PLATFORM)
        times.append(time.process_time() - start)
    return min(times)


def main(wanted: list[str]) -> int:
    odd = 0
    for name, (size, make) in FAMILIES.items():
        if wanted and not any(word in name for word in wanted):
            continue
        small, large = measure(make, size), measure(make, 4 * size)
        grows = large > _NOTHING and large > _ODD * small
        odd += grows
        print(f"{name:<32} {size:>9,} {small:8.4f} s   x4 {large:8.4f} s {large / small:6.1f}{' !' * grows}")
    return 1 if odd else 0


def _forget() -> None:
    for found in gc.get_objects():
        ours = isinstance(found, functools._lru_cache_wrapper) and found.__module__.startswith("triage.")
        # A cache of one holds a table, no mail.
        if ours and found.cache_parameters()["maxsize"] != 1:
            found.cache_clear()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
