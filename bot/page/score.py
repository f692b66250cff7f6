"""A spam score as a bar: what each test added stands end to end, with the limit as a mark."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from triage.model import SpamTest, SpamVerdict

_MOST_TESTS = 60
_THINNEST = 0.05
"""Points below which a test is no piece of the bar."""


@dataclass(frozen=True)
class Piece:
    """One test in the bar; `x` and `width` in percent of the bar."""

    name: str
    points: float
    x: float
    width: float


@dataclass(frozen=True)
class Row:
    """One test in the table: `x` and `width` in percent of its own small bar."""

    name: str
    points: str | None
    meaning: str | None
    x: float
    width: float
    against: bool
    """Speaks for spam."""


@dataclass(frozen=True)
class Bar:
    """Marks in percent of the bar; none where the header does not say the value."""

    pieces: tuple[Piece, ...]
    zero: float
    score: float | None
    limit: float | None
    rows: tuple[Row, ...]
    left_out: int


def bar(spam: SpamVerdict) -> Bar | None:
    """None where there is neither a score nor a test."""
    if spam.score is None and not spam.tests:
        return None
    pointed = [test for test in spam.tests if test.score is not None and abs(test.score) >= _THINNEST]
    up = [test for test in pointed if (test.score or 0) > 0]
    down = [test for test in pointed if (test.score or 0) < 0]
    low = min(0.0, _sum(down), spam.score or 0.0)
    high = max(1.0, _sum(up), spam.score or 0.0, 1.15 * (spam.required or 0.0))
    span = high - low

    def place(points: float) -> float:
        return round(100 * (points - low) / span, 2)

    if not pointed and spam.score is not None:
        pieces = [Piece("score", spam.score, place(min(0.0, spam.score)), place(low + abs(spam.score)))]
    else:
        pieces = [*_pieces(up, 1, place, low), *_pieces(down, -1, place, low)]
    return Bar(
        tuple(pieces),
        place(0.0),
        place(spam.score) if spam.score is not None else None,
        place(spam.required) if spam.required is not None else None,
        _rows(spam.tests),
        max(0, len(spam.tests) - _MOST_TESTS),
    )


def _pieces(tests: list[SpamTest], sign: int, place: Callable[[float], float], low: float) -> Iterable[Piece]:
    """The largest nearest to zero, outwards from there."""
    at = 0.0
    for test in sorted(tests, key=lambda one: -abs(one.score or 0)):
        points = test.score or 0.0
        start = at if sign > 0 else at + points
        yield Piece(test.name, points, place(start), place(low + abs(points)))
        at += points


def _rows(tests: tuple[SpamTest, ...]) -> tuple[Row, ...]:
    ranked = sorted(tests, key=lambda one: -abs(one.score or 0))[:_MOST_TESTS]
    largest = max((abs(one.score or 0) for one in ranked), default=0.0) or 1.0
    return tuple(_row(one, largest) for one in ranked)


def _row(test: SpamTest, largest: float) -> Row:
    points = test.score or 0.0
    width = round(50 * abs(points) / largest, 2)
    shown = f"{points:+g}" if test.score is not None else None
    return Row(test.name, shown, test.meaning, 50 - width if points < 0 else 50.0, width, points > 0)


def _sum(tests: list[SpamTest]) -> float:
    return sum(test.score or 0.0 for test in tests)
