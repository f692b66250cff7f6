"""A new model beside the one in use: is it worse anywhere? Then it is kept, but not taken.

Both are judged on the same tickets, by cross-validation over families: the model in use by what it learnt
from, the candidate by all there is, each time without the families that are judged. So neither has seen a
ticket's family, also not by way of another ticket of it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np

from knowledge.folding import words
from knowledge.labelled import Example
from knowledge.vocabulary import Route
from triage.routing.evaluate import guesses_held_out, thresholds
from triage.routing.tally import Guess, Measure, Numbers, Sums, Tally, columns, measures
from triage.routing.train import FOLDS, HeldOut, Lesson, label, matrix

MARGIN = 0.02
"""A share that falls by more than this is worse, whatever chance may explain."""
MARGIN_OF_CALIBRATION = 0.01
FEWEST = 10
"""A share of fewer tickets than this decides nothing."""
WHOLE = ("route_accuracy", "problem_accuracy", "right_when_confident", "calibration_error")
_LESS_IS_BETTER = ("calibration_error",)


@dataclass(frozen=True)
class Row:
    """One measure of the model in use and of the candidate, on the same tickets."""

    measure: str
    """Such as `route_accuracy`, or `recall.newsletter`."""
    tickets: int
    before: float | None
    after: float | None
    change: tuple[float, float] | None
    """Where the difference lies with 95 % probability, by resampling families."""
    worse: bool

    @property
    def words(self) -> str:
        name = self.measure.replace(".", " of ").replace("_", " ")
        if self.measure in _LESS_IS_BETTER:
            return f"{name} grows from {self.before} to {self.after}"
        return f"{name} falls from {self.before:.1%} to {self.after:.1%}"


@dataclass(frozen=True)
class Comparison:
    tickets: int
    families: int
    rows: tuple[Row, ...]
    temperature: float = 1.0
    """What calibrates the candidate, by what its folds showed."""

    @property
    def why_not(self) -> tuple[str, ...]:
        """Where the candidate is worse, in words; empty: it may be taken."""
        return tuple(row.words for row in self.rows if row.worse)

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def digest_of(example: Example) -> str:
    """Names what an example teaches, without telling it."""
    said = "\n".join((label(example), f"{example.weight:g}", example.words))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def without_twins(examples: Sequence[Example]) -> tuple[Example, ...]:
    """Tickets with the very same words are one family, wherever they come from."""
    families: dict[bytes, str] = {}
    found = []
    for example in examples:
        key = hashlib.sha256(" ".join(words(example.words)).encode()).digest()
        found.append(replace(example, family=families.setdefault(key, example.family)))
    return tuple(found)


def compare(before: Sequence[Example], after: Sequence[Example], cues: Sequence[Example]) -> Comparison:
    """Judge all of `after` by a model that learnt from `before`, and by one that learnt from `after`.

    `cues` are learnt by both, and judged by neither.
    """
    old = _held_out((*before, *cues), after)
    new = _held_out((*after, *cues), after)
    found = comparison(guesses_held_out(old), guesses_held_out(new))
    return replace(found, temperature=new.temperature)


def comparison(old: Sequence[Guess], new: Sequence[Guess]) -> Comparison:
    """Two rows of guesses of the same tickets, side by side."""
    limits = thresholds()
    both = {f"old {name}": column for name, column in columns(old, limits).items()}
    both |= {f"new {name}": column for name, column in columns(new, limits).items()}
    families = [guess.example.family for guess in old]
    counted, known = Tally(both, families), measures()
    names = (*WHOLE, *(f"{kind}.{route}" for route in Route for kind in ("precision", "recall")))
    rows = tuple(_row(name, counted, known[name]) for name in names)
    return Comparison(len(old), len(set(families)), rows)


def _row(name: str, counted: Tally, measure: Measure) -> Row:
    def of(side: str) -> Measure:
        return lambda sums: measure(lambda column: sums(f"{side} {column}"))

    def change(sums: Sums) -> Numbers:
        return of("new")(sums) - of("old")(sums)

    before, after = counted.value(of("old")), counted.value(of("new"))
    ends, tickets = counted.interval(change), _tickets(name, counted)
    return Row(name, tickets, before, after, ends, _is_worse(name, before, after, ends, tickets))


def _tickets(name: str, counted: Tally) -> int:
    kind, _, route = name.partition(".")
    column = f"was.{route}" if route else "problems" if kind == "problem_accuracy" else "all"
    return int(counted.value(lambda sums: sums(f"old {column}")) or 0)


def _is_worse(
    name: str,
    before: float | None,
    after: float | None,
    ends: tuple[float, float] | None,
    tickets: int,
) -> bool:
    """By more than the margin, or by so much that chance does not explain it; one ticket is never enough."""
    if before is None or after is None or tickets < FEWEST:
        return False
    if name in _LESS_IS_BETTER:
        return after - before > MARGIN_OF_CALIBRATION
    lost = before - after
    if lost <= 1 / tickets:
        return False
    return lost > MARGIN or (ends is not None and ends[1] < 0)


def _held_out(learnt: Sequence[Example], judged: Sequence[Example]) -> HeldOut:
    """What models say of `judged` that learnt from `learnt` without the family of the one they judge."""
    lesson = Lesson(learnt)
    classes = tuple(sorted({label(example) for example in (*learnt, *judged)}))
    scores = np.full((len(judged), len(classes)), -50.0)
    cues = np.array([example.family == "cue" for example in learnt])
    learnt_in = np.array([_fold(example) for example in learnt])
    judged_in = np.array([_fold(example) for example in judged])
    rows = matrix(judged, lesson.vocabulary, lesson.rarity)
    for fold in range(FOLDS):
        held, mask = np.flatnonzero(judged_in == fold), (learnt_in != fold) | cues
        if len(held) and len(set(lesson.labels[mask].tolist())) > 1:
            model = lesson.learn(mask)
            places = np.array([classes.index(name) for name in model.classes])
            scores[np.ix_(held, places)] = rows[held] @ model.weights + model.intercept
    return HeldOut(tuple(judged), classes, scores)


def _fold(example: Example) -> int:
    return int.from_bytes(hashlib.sha256(example.family.encode()).digest()[:4], "big") % FOLDS


def counts(origins: Iterable[str]) -> dict[str, int]:
    """How many examples of what."""
    return dict(sorted(Counter(origins).items()))
