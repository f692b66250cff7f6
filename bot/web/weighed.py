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
    """One thing that spoke. `share`: how long its bar is, 0 to 100; `against`: it speaks against `name`."""

    name: str
    """The problem, or else the route, as the console says it."""
    weight: float
    share: int
    against: bool
    why: str
    outweighed: bool = False
    """It stands against what was chosen: for something else, or against this."""


@dataclass(frozen=True)
class Weighed:
    """What one source said; no voices when it had nothing to say."""

    source: str
    voices: tuple[Voice, ...]


def weighed(
    weights: Iterable[Mapping[str, Any]], route: str | None = None, problem: str | None = None
) -> tuple[Weighed, ...]:
    """The three sources in order; in each what carried the verdict (`route`, `problem`), heaviest first, then
    what it outweighed. Nothing for a ticket from before weights were kept."""
    rows = list(weights)
    if not rows:
        return ()
    return tuple(
        Weighed(name, _voices([row for row in rows if row["source"] == source], route, problem))
        for source, name in SOURCES.items()
    )


def _voices(rows: list[Mapping[str, Any]], route: str | None, problem: str | None) -> tuple[Voice, ...]:
    voices = [_voice(row, route, problem) for row in rows]
    return tuple(sorted(voices, key=lambda voice: (voice.outweighed, -abs(voice.weight)))[:MOST])


def _voice(row: Mapping[str, Any], route: str | None, problem: str | None) -> Voice:
    against = row["weight"] < 0
    about = row["route"] == route and (not problem or row["problem"] in (None, problem))
    return Voice(
        name=_name(row),
        weight=row["weight"],
        share=round(100 * min(abs(row["weight"]), FULL) / FULL),
        against=against,
        why=row["why"],
        outweighed=route is not None and about == against,
    )


def _name(row: Mapping[str, Any]) -> str:
    if row["problem"]:
        return words.say(words.PROBLEMS, row["problem"])
    return words.say(words.ROUTES, row["route"])
