"""Having large mails give their memory back: else a service grows with every one of them, for days.

The GNU C library learns from a large block that is freed to serve the next ones from a heap, where small
things that stay keep the large ones' room. With a threshold of its own (mallopt(3)) it does not.
"""

from __future__ import annotations

import ctypes

_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8
_LARGE = 128 * 1024
_ARENAS = 2


def give_large_blocks_back() -> bool:
    """For this process, best before it has threads. `False`: this C library has no such setting."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return False
    return bool(mallopt(_M_MMAP_THRESHOLD, _LARGE)) and bool(mallopt(_M_ARENA_MAX, _ARENAS))
