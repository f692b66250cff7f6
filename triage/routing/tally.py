"""Counting guesses: sums by family, from which every measure and its bootstrap interval are made.

Families are resampled, never single tickets: those of one family are alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from knowledge.labelled import Details, Example
from knowledge.vocabulary import ProblemKind, Route

BINS = 10
RESAMPLES = 400
SEED = 7
Numbers = NDArray[np.float64]
Sums = Callable[[str], Numbers]
"""The sum of a column, over the families of each resample."""
Measure = Callable[[Sums], Numbers]


@dataclass(frozen=True)
class Guess:
    """What was said of one example. `missing` and `details` are `None` where only the words were judged."""

    example: Example
    route: Route
    confidence: float
    problem: ProblemKind | None
    missing: tuple[str, ...] | None = None
    details: Details | None = field(default=None, hash=False)


class Tally:
    """Columns of counts, summed by family."""

    def __init__(self, columns: Mapping[str, Sequence[float]], families: Sequence[str]) -> None:
        self._places = {name: place for place, name in enumerate(columns)}
        names, group = np.unique(np.array(families, dtype=str), return_inverse=True)
        table = np.array([np.asarray(column, dtype=np.float64) for column in columns.values()]).T
        self._sums = np.zeros((len(names), len(columns)))
        np.add.at(self._sums, group, table.reshape(len(families), len(columns)))

    def value(self, measure: Measure) -> float | None:
        """The measure over all; `None` where there was nothing to measure."""
        found = float(measure(self._reader(self._sums.sum(axis=0, keepdims=True)))[0])
        return None if np.isnan(found) else round(found, 4)

    def interval(self, measure: Measure) -> tuple[float, float] | None:
        """The middle 95 % over samples of the families, drawn with replacement; `None`: too few families."""
        if len(self._sums) < 2:
            return None
        found = measure(self._reader(self._resampled))
        found = found[~np.isnan(found)]
        if not len(found):
            return None
        low, high = np.quantile(found, [0.025, 0.975])
        return round(float(low), 4), round(float(high), 4)

    def _reader(self, sums: Numbers) -> Sums:
        return lambda name: sums[:, self._places[name]]

    @property
    def _resampled(self) -> Numbers:
        cached: Numbers | None = self.__dict__.get("_drawn")
        if cached is None:
            families = len(self._sums)
            draw = np.random.default_rng(SEED)
            times = draw.multinomial(families, np.full(families, 1 / families), size=RESAMPLES)
            cached = self.__dict__["_drawn"] = np.asarray(times @ self._sums)
        return cached


def ratio(part: Numbers, whole: Numbers) -> Numbers:
    """Part of the whole; not a number where there is no whole."""
    out = np.full(part.shape, np.nan)
    np.divide(part, whole, out=out, where=whole > 0)
    return out


def columns(guesses: Sequence[Guess], thresholds: Mapping[Route, float]) -> dict[str, list[float]]:
    """Everything that is counted of a guess, by name; a number for each guess."""
    right = [guess.route is guess.example.route for guess in guesses]
    sure = [guess.confidence >= thresholds[guess.route] for guess in guesses]
    found: dict[str, list[float]] = {
        "all": [1.0] * len(guesses),
        "right": [float(ok) for ok in right],
        "sure": [float(ok) for ok in sure],
        "sure_right": [float(ok and yes) for ok, yes in zip(right, sure, strict=True)],
        "problems": [float(guess.example.problem is not None) for guess in guesses],
        "problems_right": [
            float(guess.example.problem is not None and guess.problem is guess.example.problem)
            for guess in guesses
        ],
    }
    for route in Route:
        taken = [guess.route is route for guess in guesses]
        was = [guess.example.route is route for guess in guesses]
        found[f"was.{route}"] = [float(ok) for ok in was]
        found[f"taken.{route}"] = [float(ok) for ok in taken]
        found[f"hit.{route}"] = [float(a and b) for a, b in zip(taken, was, strict=True)]
        found[f"sure.{route}"] = [float(a and b) for a, b in zip(taken, sure, strict=True)]
        found[f"sure_hit.{route}"] = [float(a and b and c) for a, b, c in zip(taken, was, sure, strict=True)]
    return found | _bins(guesses, right) | _sets(guesses)


def _bins(guesses: Sequence[Guess], right: Sequence[bool]) -> dict[str, list[float]]:
    """How often a confidence came true, in ten steps."""
    places = [min(int(guess.confidence * BINS), BINS - 1) for guess in guesses]
    found: dict[str, list[float]] = {}
    for number in range(BINS):
        inside = [place == number for place in places]
        found[f"bin.{number}"] = [float(yes) for yes in inside]
        found[f"said.{number}"] = [guess.confidence * yes for guess, yes in zip(guesses, inside, strict=True)]
        found[f"true.{number}"] = [float(yes and ok) for yes, ok in zip(inside, right, strict=True)]
    return found


def _sets(guesses: Sequence[Guess]) -> dict[str, list[float]]:
    """Missing details and details: how many there are, were named, and were named rightly."""
    found: dict[str, list[float]] = {}
    for kind in ("missing", "details"):
        pairs = [_pair(guess, kind) for guess in guesses]
        found[f"{kind}_there"] = [float(len(gold)) for gold, _ in pairs]
        found[f"{kind}_said"] = [float(len(said)) for _, said in pairs]
        found[f"{kind}_hit"] = [float(len(gold & said)) for gold, said in pairs]
    return found


def _pair(guess: Guess, kind: str) -> tuple[set[str], set[str]]:
    """What it should have said, and what it said; both empty where either is not known."""
    nothing: tuple[set[str], set[str]] = set(), set()
    if kind == "missing":
        gold, said = guess.example.missing, guess.missing
        return nothing if gold is None or said is None else (set(gold), set(said))
    if not guess.example.details or guess.details is None:
        return nothing
    return _flat(guess.example.details), _flat(guess.details)


def _flat(details: Details) -> set[str]:
    pairs = [(name, (value,) if isinstance(value, str) else value) for name, value in details.items()]
    return {f"{name}={' '.join(one.split()).casefold()}" for name, values in pairs for one in values}


def measures() -> dict[str, Measure]:
    """Every share that is measured, by name."""
    found: dict[str, Measure] = {
        "route_accuracy": lambda of: ratio(of("right"), of("all")),
        "macro_f1": _macro_f1,
        "problem_accuracy": lambda of: ratio(of("problems_right"), of("problems")),
        "coverage": lambda of: ratio(of("sure"), of("all")),
        "right_when_confident": lambda of: ratio(of("sure_right"), of("sure")),
        "calibration_error": _calibration_error,
    }
    for kind in ("missing", "details"):
        found[f"{kind}.precision"] = _share(f"{kind}_hit", f"{kind}_said")
        found[f"{kind}.recall"] = _share(f"{kind}_hit", f"{kind}_there")
    for route in Route:
        found[f"precision.{route}"] = _share(f"hit.{route}", f"taken.{route}")
        found[f"recall.{route}"] = _share(f"hit.{route}", f"was.{route}")
        found[f"f1.{route}"] = _f1(route)
        found[f"coverage.{route}"] = _share(f"sure.{route}", f"taken.{route}")
        found[f"right_when_sure.{route}"] = _share(f"sure_hit.{route}", f"sure.{route}")
    return found


def _share(part: str, whole: str) -> Measure:
    return lambda of: ratio(of(part), of(whole))


def _f1(route: Route) -> Measure:
    """0 for a route that there was and that nothing was taken for; not a number where there was none."""

    def measure(of: Sums) -> Numbers:
        was = of(f"was.{route}")
        return np.where(was > 0, ratio(2 * of(f"hit.{route}"), was + of(f"taken.{route}")), np.nan)

    return measure


def _macro_f1(of: Sums) -> Numbers:
    """The mean over the routes that there were."""
    table = np.array([_f1(route)(of) for route in Route])
    there = ~np.isnan(table)
    return ratio(np.where(there, table, 0.0).sum(axis=0), there.sum(axis=0).astype(np.float64))


def _calibration_error(of: Sums) -> Numbers:
    """Expected calibration error: the gap between said and true in each bin, weighted by its tickets."""
    gaps = sum(np.abs(of(f"said.{number}") - of(f"true.{number}")) for number in range(BINS))
    return ratio(np.asarray(gaps), of("all"))
