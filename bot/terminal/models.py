"""How models and their comparison read on a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import typer

from bot.terminal.evaluation import share
from triage.routing.candidate import Comparison, Row
from triage.routing.versions import BUILT, Version

_NAMES = {
    "route_accuracy": "route right",
    "problem_accuracy": "problem right, of real issues",
    "right_when_confident": "right when sure",
    "calibration_error": "calibration error (0 is best)",
}
_ORIGINS = {
    "package": "examples of the package",
    "own": "examples of your own",
    "accepted": "accepted tickets",
    "edited": "edited ones",
    "rerouted": "rerouted ones",
    "set_aside": "set aside by hand",
}


def in_words(number: int) -> str:
    return "the built model" if number == BUILT else f"model {number}"


def learnt_in_words(learnt: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {_ORIGINS.get(name, name)}" for name, count in learnt.items()) or "nothing"


def print_comparison(found: Comparison, before: str, after: str) -> None:
    """Both models, measure by measure, on the same tickets."""
    typer.echo(f"\nOn {found.tickets} tickets of {found.families} families, unseen by the model that judges:")
    typer.echo(f"\n{'':<34}{'tickets':>8}{before:>18}{after:>14}{'change, with 95 %':>24}")
    for row in found.rows:
        name = _NAMES.get(row.measure) or row.measure.replace(".", " of ")
        cells = f"{row.tickets:>8}{_value(row, row.before):>18}{_value(row, row.after):>14}{_change(row):>24}"
        typer.echo(f"{name:<34}{cells}{'  worse' if row.worse else ''}")


def print_models(stories: Sequence[Version], in_use: int) -> None:
    """A line for each model, and under it why it was refused."""
    for version in stories:
        state = "in use" if version.number == in_use else "taken" if version.taken else "refused"
        line = f"{version.number:>5}  {version.made_at[:16].replace('T', ' ')}  {state:<8}"
        typer.echo(f"{line} {learnt_in_words(version.learnt)}")
        for why in version.why:
            typer.echo(f"{'':<32}{why}")
    state = "in use" if in_use == BUILT else ""
    typer.echo(f"{BUILT:>5}  {'':<16}  {state:<8} what the examples make by themselves")


def _value(row: Row, value: float | None) -> str:
    if row.measure in ("calibration_error",):
        return "-" if value is None else f"{value:.3f}"
    return share(value)


def _change(row: Row) -> str:
    if row.change is None:
        return ""
    low, high = row.change
    if row.measure in ("calibration_error",):
        return f"{low:+.3f} to {high:+.3f}"
    return f"{low * 100:+.1f} to {high * 100:+.1f} points"
