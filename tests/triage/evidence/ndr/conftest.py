"""What the tests of delivery reports share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.vocabulary import Platform
from triage.evidence.ndr import read_report
from triage.evidence.parsed import parse
from triage.model import DeliveryReport


@pytest.fixture(scope="session")
def platform() -> Platform:
    return Platform(
        "oss",
        "OSS",
        mail_hosts=("mx1.oss.example", "*.filter.oss.example"),
        networks=("203.0.113.0/24",),
        domains=("hosted.example",),
        spam_score_hosts=("score.oss.example",),
    )


@pytest.fixture(scope="session")
def notice(platform: Platform) -> Callable[..., DeliveryReport | None]:
    """Read a plain notice: its sender, its subject, its text."""

    def read(sender: str, subject: str, text: str) -> DeliveryReport | None:
        head = f"From: {sender}\nTo: alice@example.com\nSubject: {subject}\n\n"
        return read_report(parse((head + text).encode()), platform)

    return read
