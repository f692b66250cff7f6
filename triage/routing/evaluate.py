"""How good tickets are judged: by route, at its threshold, and whether a probability means what it says."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from knowledge.labelled import Example
from knowledge.vocabulary import ProblemKind, Route
from triage.routing.classifier import REAL
from triage.routing.tally import BINS, Guess, Measure, Tally, columns, measures, ratio
from triage.routing.train import HeldOut
from triage.tools.protocols import Classifier, WordsSay

EXCERPT = 160
Interval = tuple[float, float] | None


@dataclass(frozen=True)
class RouteScore:
    route: str
    tickets: int
    precision: float | None
    """`None` where nothing was taken for this route."""
    recall: float | None
    f1: float | None
    threshold: float
    coverage: float | None
    """Of the tickets taken for this route: the share with a confidence of at least its threshold."""
    right_when_sure: float | None
    intervals: dict[str, Interval]


@dataclass(frozen=True)
class Step:
    """A tenth of the confidences: what was said on average, and how often it came true."""

    low: float
    high: float
    tickets: int
    said: float | None
    came_true: float | None


@dataclass(frozen=True)
class Misread:
    id: str
    lang: str
    confidence: float
    excerpt: str


@dataclass(frozen=True)
class Confusion:
    was: str
    taken_for: str
    times: int
    examples: tuple[Misread, ...]
    """The surest mistake first."""


@dataclass(frozen=True)
class LanguageScore:
    tickets: int
    route: float | None
    problem: float | None
    missing_precision: float | None
    missing_recall: float | None
    details_recall: float | None


@dataclass(frozen=True)
class Report:
    """Shares are between 0 and 1; `None` where there was nothing to measure."""

    tickets: int
    route_accuracy: float | None
    macro_f1: float | None
    """The mean over the routes of the harmonic mean of precision and recall."""
    problem_accuracy: float | None
    """Of the real issues: is the problem right?"""
    coverage: float | None
    """The share of tickets with a confidence of at least the threshold of the route they were taken for."""
    right_when_confident: float | None
    calibration_error: float | None
    """Expected calibration error of the route over ten bins."""
    missing: dict[str, float | None]
    """Precision and recall of the missing details, of the tickets whose label says them."""
    details: dict[str, float | None]
    intervals: dict[str, Interval]
    """By measure: where it lies with 95 % probability, by resampling families."""
    routes: tuple[RouteScore, ...]
    reliability: tuple[Step, ...]
    languages: dict[str, LanguageScore]
    confusions: tuple[Confusion, ...]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def thresholds() -> dict[Route, float]:
    """From which confidence on the desk is sure of a route, as `thresholds.toml` has it."""
    table = tomllib.loads(Path(__file__).with_name("thresholds.toml").read_text("utf-8"))["routes"]
    return {route: float(table[route]) for route in Route}


def guesses_of(classifier: Classifier, examples: Iterable[Example]) -> tuple[Guess, ...]:
    """What a trained classifier says of tickets that it should never have seen."""
    return tuple(_guess(example, classifier.read(example.words)) for example in examples)


def guesses_held_out(held: HeldOut) -> tuple[Guess, ...]:
    """What models said that had seen nothing of the ticket's family."""
    return tuple(_guess(example, said) for example, said in words_held_out(held))


def words_held_out(held: HeldOut) -> tuple[tuple[Example, WordsSay], ...]:
    """Each example with what the words suggest to a model that had seen nothing of its family."""
    found = []
    for example, shares in zip(held.examples, held.shares(), strict=True):
        routes, problems = dict.fromkeys(Route, 0.0), dict.fromkeys(ProblemKind, 0.0)
        for name, share in zip(held.classes, shares, strict=True):
            routes[Route(name.partition("/")[0])] += float(share)
            if name.startswith(REAL):
                problems[ProblemKind(name.removeprefix(REAL))] += float(share)
        total = sum(problems.values()) or 1.0
        found.append((example, WordsSay(routes, {kind: share / total for kind, share in problems.items()})))
    return tuple(found)


def _guess(example: Example, said: WordsSay) -> Guess:
    route = max(said.routes, key=lambda key: said.routes[key])
    problem = max(said.problems, key=lambda key: said.problems[key])
    return Guess(example, route, said.routes[route], problem)


def report(guesses: Sequence[Guess], threshold: float | None = None) -> Report:
    """Measure the guesses; `threshold` in the place of each route's own."""
    limits = thresholds() if threshold is None else dict.fromkeys(Route, threshold)
    counted, all_measures = _count(guesses, limits), measures()
    whole = {name: counted.value(measure) for name, measure in all_measures.items()}
    ends = {name: counted.interval(measure) for name, measure in all_measures.items()}
    return Report(
        tickets=len(guesses),
        route_accuracy=whole["route_accuracy"],
        macro_f1=whole["macro_f1"],
        problem_accuracy=whole["problem_accuracy"],
        coverage=whole["coverage"],
        right_when_confident=whole["right_when_confident"],
        calibration_error=whole["calibration_error"],
        missing=_both(whole, "missing") | {"tickets": sum(_says_missing(guess) for guess in guesses)},
        details=_both(whole, "details") | {"tickets": sum(_says_details(guess) for guess in guesses)},
        intervals={name: value for name, value in ends.items() if not name.endswith(tuple(Route))},
        routes=tuple(_score(route, counted, whole, ends, limits) for route in Route),
        reliability=tuple(_step(number, counted) for number in range(BINS)),
        languages=_languages(guesses, limits),
        confusions=_confusions(guesses),
    )


def _count(guesses: Sequence[Guess], limits: Mapping[Route, float]) -> Tally:
    return Tally(columns(guesses, limits), [guess.example.family for guess in guesses])


def _both(whole: Mapping[str, float | None], kind: str) -> dict[str, float | None]:
    return {name: whole[f"{kind}.{name}"] for name in ("precision", "recall")}


def _says_missing(guess: Guess) -> bool:
    return guess.missing is not None and guess.example.missing is not None


def _says_details(guess: Guess) -> bool:
    return guess.details is not None and bool(guess.example.details)


def _score(
    route: Route,
    counted: Tally,
    whole: Mapping[str, float | None],
    ends: Mapping[str, Interval],
    limits: Mapping[Route, float],
) -> RouteScore:
    names = ("precision", "recall", "f1", "coverage", "right_when_sure")
    values = {name: whole[f"{name}.{route}"] for name in names}
    tickets = counted.value(lambda of: of(f"was.{route}"))
    return RouteScore(
        route=route.value,
        tickets=int(tickets or 0),
        threshold=limits[route],
        intervals={name: ends[f"{name}.{route}"] for name in names},
        **values,
    )


def _step(number: int, counted: Tally) -> Step:
    def share(name: str) -> Measure:
        return lambda of: ratio(of(f"{name}.{number}"), of(f"bin.{number}"))

    tickets = counted.value(lambda of: of(f"bin.{number}"))
    return Step(
        low=number / BINS,
        high=(number + 1) / BINS,
        tickets=int(tickets or 0),
        said=counted.value(share("said")),
        came_true=counted.value(share("true")),
    )


def _languages(guesses: Sequence[Guess], limits: Mapping[Route, float]) -> dict[str, LanguageScore]:
    known = measures()
    found = {}
    for lang in sorted({guess.example.lang for guess in guesses}):
        of_lang = [guess for guess in guesses if guess.example.lang == lang]
        counted = _count(of_lang, limits)
        found[lang] = LanguageScore(
            tickets=len(of_lang),
            route=counted.value(known["route_accuracy"]),
            problem=counted.value(known["problem_accuracy"]),
            missing_precision=counted.value(known["missing.precision"]),
            missing_recall=counted.value(known["missing.recall"]),
            details_recall=counted.value(known["details.recall"]),
        )
    return found


def _confusions(guesses: Sequence[Guess]) -> tuple[Confusion, ...]:
    pairs: Counter[tuple[str, str]] = Counter()
    misread: dict[tuple[str, str], list[Misread]] = {}
    for guess in guesses:
        was = guess.example.problem or guess.example.route
        taken = guess.problem if guess.route is Route.REAL_ISSUE and guess.problem else guess.route
        if was != taken:
            pairs[was.value, taken.value] += 1
            misread.setdefault((was.value, taken.value), []).append(_misread(guess))
    ordered = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        Confusion(*pair, times, tuple(sorted(misread[pair], key=lambda item: -item.confidence)))
        for pair, times in ordered
    )


def _misread(guess: Guess) -> Misread:
    text = " ".join(guess.example.words.split())
    short = text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip() + "…"
    return Misread(guess.example.id, guess.example.lang, round(guess.confidence, 4), short)
