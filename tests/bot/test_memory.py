"""Large blocks that are freed between small ones that stay do not stay with them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.memory import give_large_blocks_back

STEPS = """
import sys
from pathlib import Path
from bot.memory import give_large_blocks_back

def resident_mb():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 // 2**20

if sys.argv[1] == "yes":
    assert give_large_blocks_back()
large = bytearray(30 * 2**20)
del large
before, kept = resident_mb(), []
for _ in range(3):
    large = [bytearray(b"x") * (4 * 2**20) for _ in range(10)]
    for at in range(10):
        kept.append(bytearray(b"y") * 20_000)
        large.append(bytearray(b"x") * (4 * 2**20))
    kept.append(bytearray(b"y") * 20_000)
    del large
print(resident_mb() - before)
"""


def growth_mb(switched_on: str) -> int:
    command = [sys.executable, "-c", STEPS, switched_on]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def test_large_blocks_are_given_back() -> None:
    if not give_large_blocks_back() or not sys.platform.startswith("linux"):
        pytest.skip("the C library here has no mallopt")
    assert growth_mb("yes") < 10 < growth_mb("no")
