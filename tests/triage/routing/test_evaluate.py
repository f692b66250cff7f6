"""The measures, on guesses whose numbers can be counted by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.labelled import Example
from knowledge.vocabulary import ProblemKind, Route
from triage.routing.evaluate import Guess, report


def guess(was: str, taken: str, confidence: float, lang: str = "en") -> Guess:
    """`newsletter`, or a problem's name for a real issue."""
    kind = ProblemKind(was) if was in set(ProblemKind) else None
    example = Example("id", "f", lang, "", "", Route.REAL_ISSUE if kind else Route(was), kind)
    said = ProblemKind(taken) if taken in set(ProblemKind) else ProblemKind.OTHER
    route = Route.REAL_ISSUE if taken in set(ProblemKind) else Route(taken)
    return Guess(example, route, confidence, said)


GUESSES = (
    guess("newsletter", "newsletter", 0.95),
    guess("newsletter", "junk_expected", 0.85, "de"),
    guess("missing_mail", "missing_mail", 0.95),
    guess("missing_mail", "delayed", 0.55),
)


def test_the_measures() -> None:
    found = report(GUESSES, threshold=0.8)
    assert found.tickets == 4
    assert found.route_accuracy == 0.75
    assert found.problem_accuracy == 0.5
    assert found.macro_f1 == pytest.approx((2 / 3 + 1) / 2, abs=1e-4)
    assert found.coverage == 0.75
    assert found.right_when_confident == pytest.approx(0.6667)
    assert found.languages == {"de": (1, 0.0), "en": (3, 1.0)}
    by_route = {row.route: (row.tickets, row.precision, row.recall) for row in found.routes}
    assert by_route["newsletter"] == (2, 1.0, 0.5)
    assert by_route["junk_expected"] == (0, 0.0, None)
    assert by_route["not_a_ticket"] == (0, None, None)
    pairs = {(pair.was, pair.taken_for) for pair in found.confusions}
    assert pairs == {("newsletter", "junk_expected"), ("missing_mail", "delayed")}


def test_calibration_error_is_the_weighted_gap() -> None:
    sure_and_right = report([guess("newsletter", "newsletter", 1.0)] * 3)
    assert sure_and_right.calibration_error == 0.0
    half = [guess("newsletter", "newsletter", 0.9), guess("newsletter", "junk_expected", 0.9)]
    assert report(half).calibration_error == pytest.approx(0.4)


def test_nothing_measured_is_none() -> None:
    found = report(())
    assert (found.route_accuracy, found.coverage, found.calibration_error) == (None, None, None)


def test_intervals_hold_the_measure_and_resample_families() -> None:
    families = [
        replace(guess("newsletter", taken, 0.9), example=example(str(number)))
        for number, taken in enumerate(["newsletter"] * 30 + ["junk_expected"] * 10)
    ]
    low, high = report(families).intervals["route_accuracy"] or (1.0, 0.0)
    assert low < 0.75 < high
    assert high - low < 0.35
    assert report([guess("newsletter", "newsletter", 0.9)] * 9).intervals["route_accuracy"] is None


def example(family: str) -> Example:
    return Example(family, family, "en", "", "", Route.NEWSLETTER)
