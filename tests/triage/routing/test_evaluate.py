"""The measures, on guesses whose numbers can be counted by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from knowledge.labelled import Details, Example
from knowledge.vocabulary import ProblemKind, Route
from triage.routing.evaluate import Report, RouteScore, report, thresholds
from triage.routing.tally import Guess


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
    languages = {lang: (row.tickets, row.route, row.problem) for lang, row in found.languages.items()}
    assert languages == {"de": (1, 0.0, None), "en": (3, 1.0, 0.5)}
    by_route = {row.route: (row.tickets, row.precision, row.recall, row.f1) for row in found.routes}
    assert by_route["newsletter"] == (2, 1.0, 0.5, 0.6667)
    assert by_route["junk_expected"] == (0, 0.0, None, None)
    assert by_route["not_a_ticket"] == (0, None, None, None)
    pairs = {(pair.was, pair.taken_for) for pair in found.confusions}
    assert pairs == {("newsletter", "junk_expected"), ("missing_mail", "delayed")}


def test_calibration_error_is_the_weighted_gap() -> None:
    sure_and_right = report([guess("newsletter", "newsletter", 1.0)] * 3)
    assert sure_and_right.calibration_error == 0.0
    half = [guess("newsletter", "newsletter", 0.9), guess("newsletter", "junk_expected", 0.9)]
    assert report(half).calibration_error == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("confidence", "coverage", "right_when_sure"),
    [(thresholds()[Route.NEWSLETTER], 1.0, 1.0), (thresholds()[Route.NEWSLETTER] - 0.01, 0.0, None)],
)
def test_a_route_is_sure_from_its_own_threshold_on(
    confidence: float, coverage: float, right_when_sure: float | None
) -> None:
    found = by_route(report([guess("newsletter", "newsletter", confidence)] * 3), "newsletter")
    assert (found.coverage, found.right_when_sure) == (coverage, right_when_sure)


def by_route(found: Report, route: str) -> RouteScore:
    return next(row for row in found.routes if row.route == route)


def test_reliability_says_what_came_true_of_each_tenth() -> None:
    steps = {step.low: step for step in report(GUESSES).reliability}
    assert (steps[0.9].tickets, steps[0.9].said, steps[0.9].came_true) == (2, 0.95, 1.0)
    assert (steps[0.8].tickets, steps[0.8].came_true) == (1, 0.0)
    assert (steps[0.1].tickets, steps[0.1].said) == (0, None)


@pytest.mark.parametrize(
    ("gold", "said", "precision", "recall"),
    [
        (("ndr", "sender"), ("ndr",), 1.0, 0.5),
        (("ndr",), ("ndr", "sender"), 0.5, 1.0),
        ((), (), None, None),
        (None, ("ndr",), None, None),
        (("ndr",), None, None, None),
    ],
)
def test_missing_details_count_where_both_sides_say_them(
    gold: tuple[str, ...] | None,
    said: tuple[str, ...] | None,
    precision: float | None,
    recall: float | None,
) -> None:
    plain = guess("missing_mail", "missing_mail", 0.9)
    one = replace(plain, example=replace(plain.example, missing=gold), missing=said)
    found = report([one])
    assert (found.missing["precision"], found.missing["recall"]) == (precision, recall)
    assert found.languages["en"].missing_recall == recall


def test_details_are_compared_by_name_and_value() -> None:
    plain = guess("missing_mail", "missing_mail", 0.9)
    gold = {"sender": "Ann@example.org", "recipient": "bo@example.org"}
    said: Details = {"sender": "ann@example.org", "recipient": ("bo@example.org", "cy@example.org")}
    found = report([replace(plain, example=replace(plain.example, details=gold), details=said)])
    assert (found.details["precision"], found.details["recall"]) == (0.6667, 1.0)


def test_a_confusion_shows_the_text_the_surest_mistake_first() -> None:
    wrong = [
        replace(one, example=replace(one.example, id=name, subject="Offers", text="buy  now\n" * 60))
        for name, one in (
            ("unsure", guess("newsletter", "junk_expected", 0.6)),
            ("sure", guess("newsletter", "junk_expected", 0.9)),
        )
    ]
    (pair,) = report(wrong).confusions
    assert [one.id for one in pair.examples] == ["sure", "unsure"]
    assert pair.examples[0].excerpt.startswith("Offers buy now buy now")
    assert len(pair.examples[0].excerpt) <= 160
    assert pair.examples[0].excerpt.endswith("…")


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


def test_intervals_are_those_of_drawing_families_one_by_one() -> None:
    """The sums by family give what resampling the tickets themselves would."""
    rng = np.random.default_rng(1)
    guesses = [
        replace(guess("newsletter", taken, 0.9), example=example(str(number % 20)))
        for number, taken in enumerate(rng.choice(["newsletter", "junk_expected"], 200, p=[0.8, 0.2]))
    ]
    drawn = []
    for _ in range(400):
        chosen = rng.integers(0, 20, 20)
        picked = [one for family in chosen for one in guesses if one.example.family == str(family)]
        drawn.append(sum(one.route is one.example.route for one in picked) / len(picked))
    low, high = np.quantile(drawn, [0.025, 0.975])
    assert report(guesses).intervals["route_accuracy"] == pytest.approx((low, high), abs=0.03)


def example(family: str) -> Example:
    return Example(family, family, "en", "", "", Route.NEWSLETTER)
