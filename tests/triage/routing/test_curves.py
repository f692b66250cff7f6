"""The pictures: well-formed, self-contained, legible by day and by night."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from knowledge.labelled import Example
from knowledge.vocabulary import Route
from triage.routing.curves import coverage_curve, coverage_svg, reliability_svg
from triage.routing.evaluate import report
from triage.routing.tally import Guess


def guess(confidence: float, right: bool, family: str = "f") -> Guess:
    example = Example("i", family, "en", "", "", Route.NEWSLETTER)
    return Guess(example, Route.NEWSLETTER if right else Route.JUNK_EXPECTED, confidence, None)


GUESSES = [guess(0.99, True, "a"), guess(0.9, True, "b"), guess(0.9, False, "c"), guess(0.6, False, "d")]


def test_the_curve_goes_from_the_surest_to_the_least_sure() -> None:
    assert coverage_curve(GUESSES) == [(0.25, 1.0), (0.75, pytest.approx(2 / 3)), (1.0, 0.5)]
    assert coverage_curve([]) == []


def test_a_long_curve_keeps_its_end() -> None:
    many = [guess(1 - number / 5000, number % 3 > 0) for number in range(2000)]
    curve = coverage_curve(many)
    assert len(curve) < 600
    assert curve[-1][0] == 1.0


@pytest.mark.parametrize("guesses", [GUESSES, [guess(0.99, True)], [guess(0.2, False)], []])
def test_the_pictures_are_whole(guesses: list[Guess]) -> None:
    found = report(guesses)
    for svg in (reliability_svg(found), coverage_svg(guesses, found)):
        root = ET.fromstring(svg)
        assert root.get("role") == "img"
        assert root.get("aria-label")
        assert "prefers-color-scheme: dark" in svg
        assert "nan" not in svg
        assert "href" not in svg


def test_a_bar_says_how_many_tickets_it_stands_for() -> None:
    assert ">3</text>" in reliability_svg(report(GUESSES))
