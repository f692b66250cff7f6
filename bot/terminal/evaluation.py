"""How an evaluation reads on a terminal."""

from __future__ import annotations

import typer

from triage.percent import percent_words
from triage.routing.evaluate import Confusion, Interval, Misread, Report

_PAIRS, _TEXTS = 12, 2
_NAMES = {
    "route_accuracy": "route right",
    "macro_f1": "macro-F1 of the routes",
    "problem_accuracy": "problem right, of real issues",
    "coverage": "sure (from the route's threshold on)",
    "right_when_confident": "right when sure",
}


def print_report(found: Report) -> None:
    """Everything that was measured, as tables."""
    typer.echo(f"{found.tickets} tickets; in brackets: where a share lies with 95 % probability")
    for name, words in _NAMES.items():
        typer.echo(f"  {words:<38}{share(getattr(found, name)):>8}{between(found.intervals.get(name))}")
    typer.echo(f"  {'calibration error (0 is best)':<38}{_number(found.calibration_error):>8}")
    _print_details(found)
    _print_routes(found)
    _print_reliability(found)
    _print_languages(found)
    if found.confusions:
        typer.echo("\ntaken for another, the surest mistakes first")
    for pair in found.confusions[:_PAIRS]:
        _print_pair(pair, pair.examples[:_TEXTS])


def print_misread(found: Report) -> None:
    """Every ticket that was taken for another."""
    typer.echo("\nall of them")
    for pair in found.confusions:
        _print_pair(pair, pair.examples)


def share(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"


def between(ends: Interval) -> str:
    """The 95 % interval beside a share."""
    return f"   ({ends[0]:.1%} to {ends[1]:.1%})" if ends else ""


def _print_details(found: Report) -> None:
    for name, words in (("missing", "missing details"), ("details", "details found")):
        values = getattr(found, name)
        if not values["tickets"]:
            continue
        for kind in ("precision", "recall"):
            label = f"{words}: {kind}"
            ends = found.intervals.get(f"{name}.{kind}")
            typer.echo(f"  {label:<38}{share(values[kind]):>8}{between(ends)}")


def _print_routes(found: Report) -> None:
    heads = f"{'precision':>11}{'recall':>8}{'F1':>8}{'sure from':>11}{'sure':>8}{'right when sure':>17}"
    typer.echo(f"\n{'route':<20}{'tickets':>8}{heads}")
    for row in found.routes:
        cells = f"{share(row.precision):>11}{share(row.recall):>8}{share(row.f1):>8}"
        cells += f"{row.threshold:>11.2f}{share(row.coverage):>8}{share(row.right_when_sure):>17}"
        typer.echo(f"{row.route:<20}{row.tickets:>8}{cells}{between(row.intervals['right_when_sure'])}")


def _print_reliability(found: Report) -> None:
    typer.echo(f"\n{'it said':<20}{'tickets':>8}{'on average':>12}{'came true':>11}")
    for step in found.reliability:
        if step.tickets:
            name = f"{step.low:.0%} to {step.high:.0%}"
            typer.echo(f"{name:<20}{step.tickets:>8}{share(step.said):>12}{share(step.came_true):>11}")


def _print_languages(found: Report) -> None:
    asked = bool(found.missing["tickets"])
    more = f"{'missing: precision':>20}{'recall':>8}" if asked else ""
    typer.echo(f"\n{'language':<20}{'tickets':>8}{'route':>8}{'problem':>9}{more}")
    for lang, row in found.languages.items():
        cells = f"{row.tickets:>8}{share(row.route):>8}{share(row.problem):>9}"
        if asked:
            cells += f"{share(row.missing_precision):>20}{share(row.missing_recall):>8}"
        typer.echo(f"{lang or '?':<20}{cells}")


def _print_pair(pair: Confusion, shown: tuple[Misread, ...]) -> None:
    typer.echo(f"{pair.times:>4}  {pair.was} as {pair.taken_for}")
    for one in shown:
        typer.echo(f"        {one.id} ({percent_words(one.confidence)}): {one.excerpt}")


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
