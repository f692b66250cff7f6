"""Which details are asked for on tickets in nine languages: what is missing, and nothing else.

The examples say what is missing of each, where somebody has looked. A floor, not a goal:
`python -m benchmarks.details_accuracy FILE -v` shows every disagreement.
"""

from __future__ import annotations

import pytest

from benchmarks.details_accuracy import Tally, measure
from knowledge.library import load_library

LANGUAGES = ("de", "en", "es", "fr", "hu", "it", "nl", "pl", "pt")
FLOOR = 0.97


@pytest.fixture(scope="module")
def tallies() -> dict[str, Tally]:
    return measure(list(load_library(None).example_files()))[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_missing(tallies: dict[str, Tally], language: str) -> None:
    tally = tallies[f"language {language}"]
    assert tally.right > 50
    assert (tally.precision >= FLOOR, tally.recall >= FLOOR) == (True, True), tally
