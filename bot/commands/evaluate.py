"""`mailtriage evaluate`: how good the reading of words is, on tickets that were not learnt from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.command_line import fail, say, settings_or_exit

if TYPE_CHECKING:
    from triage.routing.evaluate import Guess, Report

app = typer.Typer(add_completion=False)


@app.command()
def evaluate(
    folder: Path | None = typer.Argument(
        None, help="A folder of labelled tickets (*.jsonl), or one such file; without: the examples."
    ),
    threshold: float = typer.Option(
        0.75, min=0.0, max=1.0, help="From this confidence on it counts as sure."
    ),
    texts: bool = typer.Option(False, "--texts", help="Show the tickets that were taken for another."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Measure: precision and recall by route, coverage, calibration, confusions.

    Without FOLDER the examples are judged by models that saw nothing of the ticket's family.
    """
    from knowledge.library import KnowledgeError
    from triage.routing.evaluate import report

    try:
        guesses = _guesses(folder)
    except KnowledgeError as error:
        fail(str(error), status=1)
    if not guesses:
        fail(f"{folder}: no *.jsonl with labelled tickets in it", status=1)
    found = report(guesses, threshold)
    if as_json:
        typer.echo(json.dumps(found.as_json(), ensure_ascii=False))
        return
    _print(found)
    if texts:
        _print_texts(found, guesses)


def _guesses(folder: Path | None) -> tuple[Guess, ...]:
    from knowledge.labelled import read_examples
    from knowledge.library import load_library
    from triage.routing.evaluate import guesses_held_out, guesses_of
    from triage.routing.train import Lesson, cues, held_out, load_or_train

    data = settings_or_exit().data
    library = load_library(data)
    if folder is not None:
        files = sorted(folder.glob("*.jsonl")) if folder.is_dir() else [folder]
        return guesses_of(load_or_train(data, library), read_examples(files))
    say("Learning several times, each time without some families ...")
    examples = (*read_examples(library.example_files()), *cues(library))
    return guesses_held_out(held_out(examples, Lesson(examples)))


def _print(found: Report) -> None:
    typer.echo(f"{found.tickets} tickets")
    for name, value, measure in (
        ("route right", found.route_accuracy, "route_accuracy"),
        ("macro-F1 of the routes", found.macro_f1, "macro_f1"),
        ("problem right, of real issues", found.problem_accuracy, "problem_accuracy"),
        (f"sure (confidence from {found.threshold:g} on)", found.coverage, "coverage"),
        ("right when sure", found.right_when_confident, "right_when_confident"),
    ):
        typer.echo(f"  {name:<36}{_share(value):>8}{_between(found.intervals.get(measure))}")
    typer.echo(f"  {'calibration error (0 is best)':<36}{found.calibration_error!s:>8}")
    typer.echo(f"\n{'route':<22}{'tickets':>8}{'precision':>11}{'recall':>8}")
    for row in found.routes:
        typer.echo(f"{row.route:<22}{row.tickets:>8}{_share(row.precision):>11}{_share(row.recall):>8}")
    typer.echo(f"\n{'language':<22}{'tickets':>8}{'right':>11}")
    for lang, (count, right) in found.languages.items():
        typer.echo(f"{lang:<22}{count:>8}{_share(right):>11}")
    if found.confusions:
        typer.echo("\ntaken for another")
    for pair in found.confusions[:12]:
        typer.echo(f"{pair.times:>4}  {pair.was} as {pair.taken_for}: {', '.join(pair.examples[:4])}")


def _print_texts(found: Report, guesses: tuple[Guess, ...]) -> None:
    by_id = {guess.example.id: guess for guess in guesses}
    for pair in found.confusions:
        typer.echo(f"\n{pair.was} as {pair.taken_for}")
        for name in pair.examples:
            text = " ".join(by_id[name].example.words.split())[:200]
            typer.echo(f"  {name} ({by_id[name].confidence:.0%}): {text}")


def _between(ends: tuple[float, float] | None) -> str:
    """The 95 % interval beside a share."""
    return f"   ({ends[0]:.1%} to {ends[1]:.1%})" if ends else ""


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"
