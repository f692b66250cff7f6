"""Platforms and a reader for the tests of evidence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.vocabulary import Platform
from triage.evidence.reader import read
from triage.model import Evidence

ReadOne = Callable[..., Evidence]


@pytest.fixture(scope="session")
def platform() -> Platform:
    """One whose hosts are known."""
    return Platform("test", "Test platform", mail_hosts=("*.platform.test",), domains=("hosted.test",))


@pytest.fixture(scope="session")
def read_one(platform: Platform) -> ReadOne:
    """Reads bytes or text that hold one thing."""

    def read_it(raw: bytes | str, name: str = "", on: Platform = platform) -> Evidence:
        data = raw.encode() if isinstance(raw, str) else raw
        (evidence,) = read(data, name, on)
        return evidence

    return read_it
