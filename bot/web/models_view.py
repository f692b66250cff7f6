"""What the page of models shows: each with its story and figures, which one is in use, and the way back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.terminal.models import in_words, learnt_in_words
from triage.routing import versions

_NAMES = {
    "route_accuracy": "Route right",
    "problem_accuracy": "Problem right, of real issues",
    "right_when_confident": "Right when sure",
    "calibration_error": "Calibration error (0 is best)",
}
_FIRST = ("route_accuracy", "right_when_confident")
_AS_NUMBER = ("calibration_error",)


@dataclass(frozen=True)
class Measured:
    """One measure on tickets that neither model had seen; `before`: the one that was in use then."""

    name: str
    tickets: int
    before: str
    after: str
    worse: bool


@dataclass(frozen=True)
class Shown:
    number: int
    name: str
    made_at: datetime | None
    in_use: bool
    taken: bool
    why: tuple[str, ...]
    """Why it was refused, or cannot be used."""
    usable: bool
    learnt: str
    compared_with: str
    tickets: int
    head: tuple[Measured, ...]
    """The figures that matter most; `figures`: all of them."""
    figures: tuple[Measured, ...]


@dataclass(frozen=True)
class Models:
    shown: tuple[Shown, ...]
    in_use: int
    back_to: int | None
    """What judged before; `None`: there is nothing to go back to."""
    passed_over: tuple[str, ...]


def models_of(data: Path) -> Models:
    """The newest first; at last the one that the examples make by themselves."""
    in_use, passed_over = versions.which(data)
    row = versions.order(data)
    later = row[row.index(in_use) + 1 :] if in_use in row else ()
    shown = [_shown(data, version, in_use) for version in versions.stories(data)]
    return Models((*shown, _built(in_use)), in_use, later[0] if later else None, passed_over)


def _shown(data: Path, version: versions.Version, in_use: int) -> Shown:
    why = versions.why_not(data, version.number)
    figures = tuple(_figures(version.figures))
    return Shown(
        number=version.number,
        name=in_words(version.number).capitalize(),
        made_at=_moment(version.made_at),
        in_use=version.number == in_use,
        taken=version.taken,
        why=(*version.why, *([why] if why else [])),
        usable=why is None,
        learnt=f"learnt from {learnt_in_words(version.learnt)}",
        compared_with=in_words(version.compared_with),
        tickets=int(version.figures.get("tickets") or 0),
        head=tuple(item for item in figures if item.name in {_NAMES[name] for name in _FIRST}),
        figures=figures,
    )


def _built(in_use: int) -> Shown:
    return Shown(
        number=versions.BUILT,
        name=in_words(versions.BUILT).capitalize(),
        made_at=None,
        in_use=in_use == versions.BUILT,
        taken=True,
        why=(),
        usable=True,
        learnt="what the examples make by themselves; it is always there",
        compared_with="",
        tickets=0,
        head=(),
        figures=(),
    )


def _figures(said: Mapping[str, Any]) -> Iterator[Measured]:
    rows = said.get("rows")
    for row in rows if isinstance(rows, list | tuple) else ():
        measure = str(row.get("measure", ""))
        yield Measured(
            name=_NAMES.get(measure) or measure.replace(".", " of ").replace("_", " ").capitalize(),
            tickets=int(row.get("tickets") or 0),
            before=_value(measure, row.get("before")),
            after=_value(measure, row.get("after")),
            worse=bool(row.get("worse")),
        )


def _value(measure: str, value: object) -> str:
    if not isinstance(value, int | float):
        return "\N{EN DASH}"
    return f"{value:.3f}" if measure in _AS_NUMBER else f"{value * 100:.1f} %"


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None
