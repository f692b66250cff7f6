"""Which details are asked for on tickets in nine languages: what is missing, and nothing else.

`tickets/*.jsonl` say what is missing of each. A floor, not a goal:
`python -m benchmarks.details_accuracy FILE -v`
shows every disagreement.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.details_accuracy import Tally, measure

TICKETS = sorted((Path(__file__).parent / "tickets").glob("*.jsonl"))
LANGUAGES = ("de", "en", "es", "fr", "hu", "it", "nl", "pl", "pt")
FLOOR = 0.97


@pytest.fixture(scope="module")
def tallies() -> dict[str, Tally]:
    return measure(TICKETS)[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_missing(tallies: dict[str, Tally], language: str) -> None:
    tally = tallies[f"language {language}"]
    assert tally.right > 50
    assert (tally.precision >= FLOOR, tally.recall >= FLOOR) == (True, True), tally
