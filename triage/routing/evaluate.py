"""How good the words alone judge: by route, at a threshold, and whether a probability means what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from knowledge.labelled import Example
from knowledge.vocabulary import ProblemKind, Route
from triage.routing.classifier import REAL
from triage.routing.intervals import interval
from triage.routing.train import HeldOut
from triage.tools.protocols import Classifier

BINS = 10
Measure = Callable[[Sequence["Guess"]], float | None]


@dataclass(frozen=True)
class Guess:
    """What was said of one example."""

    example: Example
    route: Route
    confidence: float
    problem: ProblemKind | None


@dataclass(frozen=True)
class RouteScore:
    route: str
    tickets: int
    precision: float | None
    """`None` where nothing was taken for this route."""
    recall: float | None


@dataclass(frozen=True)
class Confusion:
    was: str
    taken_for: str
    times: int
    examples: tuple[str, ...]
    """The ids of the tickets."""


@dataclass(frozen=True)
class Report:
    """Shares are between 0 and 1; `None` where there was nothing to measure."""

    tickets: int
    route_accuracy: float | None
    macro_f1: float | None
    """The mean over the routes of the harmonic mean of precision and recall."""
    problem_accuracy: float | None
    """Of the real issues, taken as such: is the problem right?"""
    threshold: float
    coverage: float | None
    """The share of tickets with a confidence of at least the threshold."""
    right_when_confident: float | None
    calibration_error: float | None
    """Expected calibration error of the route over ten bins."""
    intervals: dict[str, tuple[float, float] | None]
    """By measure: where it lies with 95 % probability, by resampling families."""
    routes: tuple[RouteScore, ...]
    languages: dict[str, tuple[int, float]]
    confusions: tuple[Confusion, ...]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def guesses_of(classifier: Classifier, examples: Sequence[Example]) -> tuple[Guess, ...]:
    """What a trained classifier says of tickets that it should never have seen."""
    found = []
    for example in examples:
        said = classifier.read(example.words)
        route = max(said.routes, key=lambda key: said.routes[key])
        problem = max(said.problems, key=lambda key: said.problems[key])
        found.append(Guess(example, route, said.routes[route], problem))
    return tuple(found)


def guesses_held_out(held: HeldOut) -> tuple[Guess, ...]:
    """What models said that had seen nothing of the ticket's family."""
    found = []
    for example, shares in zip(held.examples, held.shares(), strict=True):
        routes: Counter[Route] = Counter()
        problems: Counter[ProblemKind] = Counter()
        for name, share in zip(held.classes, shares, strict=True):
            routes[Route(name.partition("/")[0])] += float(share)  # type: ignore[assignment]
            if name.startswith(REAL):
                problems[ProblemKind(name.removeprefix(REAL))] += float(share)  # type: ignore[assignment]
        route = max(routes, key=lambda key: routes[key])
        problem = max(problems, key=lambda key: problems[key]) if problems else None
        found.append(Guess(example, route, float(routes[route]), problem))
    return tuple(found)


def report(guesses: Sequence[Guess], threshold: float = 0.75) -> Report:
    """Measure the guesses."""
    right = [guess.route is guess.example.route for guess in guesses]
    measures = _measures(threshold)
    values = {name: measure(guesses) for name, measure in measures.items()}
    return Report(
        tickets=len(guesses),
        threshold=threshold,
        **values,
        calibration_error=_calibration_error(guesses, right),
        intervals={
            name: interval(guesses, lambda guess: guess.example.family, measure)
            for name, measure in measures.items()
        },
        routes=tuple(_score(route, guesses) for route in Route),
        languages=_languages(guesses, right),
        confusions=_confusions(guesses),
    )


def _measures(threshold: float) -> dict[str, Measure]:
    """The shares that have an interval, by their name in the report."""

    def sure(guesses: Sequence[Guess]) -> list[Guess]:
        return [guess for guess in guesses if guess.confidence >= threshold]

    return {
        "route_accuracy": _right_share,
        "macro_f1": _macro_f1,
        "problem_accuracy": lambda guesses: _mean(
            [guess.problem is guess.example.problem for guess in guesses if guess.example.problem]
        ),
        "coverage": lambda guesses: len(sure(guesses)) / len(guesses) if guesses else None,
        "right_when_confident": lambda guesses: _right_share(sure(guesses)),
    }


def _right_share(guesses: Sequence[Guess]) -> float | None:
    return _mean([guess.route is guess.example.route for guess in guesses])


def _macro_f1(guesses: Sequence[Guess]) -> float | None:
    """Over the routes that there were; a route that nothing was taken for counts as 0."""
    was = Counter(guess.example.route for guess in guesses)
    taken = Counter(guess.route for guess in guesses)
    hits = Counter(guess.route for guess in guesses if guess.route is guess.example.route)
    found = [2 * hits[route] / (count + taken[route]) for route, count in was.items()]
    return round(sum(found) / len(found), 4) if found else None


def _mean(values: Sequence[bool]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def _calibration_error(guesses: Sequence[Guess], right: Sequence[bool]) -> float | None:
    if not guesses:
        return None
    said = np.array([guess.confidence for guess in guesses])
    came_true = np.array(right, dtype=np.float64)
    bins = np.minimum((said * BINS).astype(int), BINS - 1)
    parts = [(bins == number) for number in range(BINS)]
    gaps = [abs(said[part].mean() - came_true[part].mean()) * part.mean() for part in parts if part.any()]
    return round(float(sum(gaps)), 4)


def _score(route: Route, guesses: Sequence[Guess]) -> RouteScore:
    taken = [guess.example.route is route for guess in guesses if guess.route is route]
    real = [guess.route is route for guess in guesses if guess.example.route is route]
    return RouteScore(route.value, len(real), _mean(taken), _mean(real))


def _languages(guesses: Sequence[Guess], right: Sequence[bool]) -> dict[str, tuple[int, float]]:
    found: dict[str, list[bool]] = {}
    for guess, ok in zip(guesses, right, strict=True):
        found.setdefault(guess.example.lang, []).append(ok)
    return {lang: (len(oks), round(sum(oks) / len(oks), 4)) for lang, oks in sorted(found.items())}


def _confusions(guesses: Sequence[Guess]) -> tuple[Confusion, ...]:
    pairs: dict[tuple[str, str], list[str]] = {}
    for guess in guesses:
        was = guess.example.problem or guess.example.route
        taken = guess.problem if guess.route is Route.REAL_ISSUE and guess.problem else guess.route
        if was != taken:
            pairs.setdefault((was.value, taken.value), []).append(guess.example.id)
    ordered = sorted(pairs.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(Confusion(was, taken, len(ids), tuple(ids)) for (was, taken), ids in ordered)
