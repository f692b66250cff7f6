"""Which address in a refusal is the score page, and that a broken one breaks nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.library import load_library
from knowledge.vocabulary import RejectedBy
from triage.evidence.reader import read

CASES = Path(__file__).parents[3] / "cases"
MAIL = (CASES / "mail" / "inbound-spam-score-recipient.eml").read_bytes()
OSS = load_library().platform(str(CASES / "platforms" / "oss-test.toml"))


@pytest.mark.parametrize(
    ("hosts", "written", "found"),
    [
        (("score.hosting.test",), "https://score.hosting.test/s/1", "https://score.hosting.test/s/1"),
        (("*.hosting.test",), "https://score.hosting.test/s/1", "https://score.hosting.test/s/1"),
        (("score.hosting.test:8443",), "https://score.hosting.test:8443/1", "https://score.hosting.test:8443/1"),
        (("score.hosting.test",), "https://score.else.test/s/1", None),
        (("score.hosting.test",), "https://[score.hosting.test/s/1", None),
        (("score.hosting.test",), "spam score: https://[score.hosting.test/s/1", "https://[score.hosting.test/s/1"),
    ],
)  # fmt: skip
def test_the_score_page(hosts: tuple[str, ...], written: str, found: str | None) -> None:
    raw = MAIL.replace(b"https://score.hosting.test/s/abc123", written.encode())
    letter = read(raw, "", replace(OSS, spam_score_hosts=hosts))[0]
    report = letter.nested[0].ndr
    assert report is not None
    assert report.recipients[0].spam_score_url == found
    assert report.recipients[0].rejected_by is RejectedBy.PLATFORM
