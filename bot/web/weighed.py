"""What spoke for which route, side by side: evidence, findings, words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.web import words

SOURCES = {"evidence": "Evidence", "findings": "Checks", "words": "Words"}
MOST = 8
FULL = 8.0
"""A weight at which the bar is full: more would change nothing."""


@dataclass(frozen=True)
class Voice:
    """One thing that spoke. `share`: how long its bar is, 0 to 100; `against`: it speaks against."""

    name: str
    """The problem, or else the route, as the console says it."""
    weight: float
    share: int
    against: bool
    why: str


@dataclass(frozen=True)
class Weighed:
    """What one source said; no voices when it had nothing to say."""

    source: str
    voices: tuple[Voice, ...]


def weighed(weights: Iterable[Mapping[str, Any]]) -> tuple[Weighed, ...]:
    """The three sources in order, the heaviest first; nothing for a ticket from before weights were kept."""
    rows = list(weights)
    if not rows:
        return ()
    return tuple(Weighed(name, _voices(rows, source)) for source, name in SOURCES.items())


def _voices(rows: list[Mapping[str, Any]], source: str) -> tuple[Voice, ...]:
    ordered = sorted((row for row in rows if row["source"] == source), key=lambda row: -abs(row["weight"]))
    return tuple(
        Voice(
            name=_name(row),
            weight=row["weight"],
            share=round(100 * min(abs(row["weight"]), FULL) / FULL),
            against=row["weight"] < 0,
            why=row["why"],
        )
        for row in ordered[:MOST]
    )


def _name(row: Mapping[str, Any]) -> str:
    if row["problem"]:
        return words.say(words.PROBLEMS, row["problem"])
    return words.say(words.ROUTES, row["route"])
