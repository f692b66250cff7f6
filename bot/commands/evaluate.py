"""`mailtriage evaluate`: how good tickets are judged, on tickets that were not learnt from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.command_line import fail, say, settings_or_exit

if TYPE_CHECKING:
    from knowledge.library import Library
    from triage.evidence.sandbox import Sandbox
    from triage.routing.evaluate import Report
    from triage.routing.tally import Guess
    from triage.routing.through import Labelled
    from triage.tools.protocols import Classifier, Tools

app = typer.Typer(add_completion=False)


@app.command()
def evaluate(
    folder: Path | None = typer.Argument(
        None,
        help="Labelled tickets: a folder of *.jsonl, one such file, or mails with an expected.toml;"
        " without: the examples.",
    ),
    pipeline: bool = typer.Option(
        False, "--pipeline", help="Judge by evidence, rules and words together, offline; not by words alone."
    ),
    threshold: float | None = typer.Option(
        None, min=0.0, max=1.0, help="From this confidence on it counts as sure; default: each route's own."
    ),
    texts: bool = typer.Option(False, "--texts", help="Show every ticket that was taken for another."),
    curves: Path | None = typer.Option(
        None, "--curves", metavar="DIR", help="Draw the curves there, as SVG."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Measure: precision and recall by route, coverage, calibration, missing details, confusions.

    Without FOLDER the examples are judged by models that saw nothing of the ticket's family. Exit status:
    0 done, 1 a wrong label or nothing to judge, 2 wrong usage.
    """
    from bot.terminal.evaluation import print_misread, print_report
    from knowledge.library import KnowledgeError
    from triage.routing.evaluate import report

    if folder is not None and not folder.exists():
        fail(f"{folder}: there is no such file or folder")
    try:
        guesses = tuple(_guesses(folder, pipeline))
    except KnowledgeError as error:
        fail(str(error), status=1)
    if not guesses:
        fail(f"{folder}: no labelled tickets in it (*.jsonl, or *.eml with an expected.toml)", status=1)
    found = report(guesses, threshold)
    if curves is not None:
        _draw(curves, guesses, found)
    if as_json:
        typer.echo(json.dumps(found.as_json(), ensure_ascii=False))
        return
    print_report(found)
    if texts:
        print_misread(found)


def _guesses(folder: Path | None, pipeline: bool) -> Iterator[Guess]:
    from knowledge.library import load_library
    from triage.evidence.sandbox import Sandbox

    data = settings_or_exit().data
    library = load_library(data)
    with Sandbox(children=1) as sandbox:
        if folder is None:
            yield from _held_out(library, pipeline, sandbox)
        else:
            yield from _of_folder(folder, data, library, pipeline, sandbox)


def _of_folder(
    folder: Path, data: Path, library: Library, pipeline: bool, sandbox: Sandbox
) -> Iterator[Guess]:
    from triage.routing.evaluate import guesses_of
    from triage.routing.make_model import learnt_already
    from triage.routing.through import read_folder
    from triage.routing.versions import find_model

    tickets = read_folder(folder, library, sandbox.read)
    found = find_model(data, library)
    say(*found.passed_over)
    learnt = learnt_already(data, found.number, library, [ticket.example for ticket in tickets])
    if learnt:
        say(f"Please mind: the model has learnt from {learnt} of these tickets; new ones will do worse.")
    if pipeline:
        yield from _through(((ticket, found.model) for ticket in tickets), library, sandbox)
    else:
        yield from guesses_of(found.model, (ticket.example for ticket in tickets))


def _held_out(library: Library, pipeline: bool, sandbox: Sandbox) -> Iterator[Guess]:
    from knowledge.labelled import read_examples
    from triage.routing.evaluate import guesses_held_out, words_held_out
    from triage.routing.through import Given, Labelled
    from triage.routing.train import Lesson, cues, held_out

    say("Learning several times, each time without some families ...")
    examples = (*read_examples(library.example_files()), *cues(library))
    held = held_out(examples, Lesson(examples))
    if not pipeline:
        yield from guesses_held_out(held)
        return
    say("Deciding every ticket ...")
    pairs = ((Labelled(example), Given(said)) for example, said in words_held_out(held))
    yield from _through(pairs, library, sandbox)


def _through(
    pairs: Iterator[tuple[Labelled, Classifier]], library: Library, sandbox: Sandbox
) -> Iterator[Guess]:
    from triage.routing.through import guess

    tools = _tools()
    for ticket, classifier in pairs:
        yield guess(ticket, classifier, tools, library, sandbox.read)


def _tools() -> Tools:
    """Nothing that is outside is asked. The classifier is given for each ticket."""
    from triage.routing.through import Given
    from triage.tools.clock import SystemClock
    from triage.tools.protocols import Tools, WordsSay
    from triage.tools.resolver import OfflineResolver

    return Tools(OfflineResolver(), SystemClock(), Given(WordsSay({}, {})))


def _draw(folder: Path, guesses: tuple[Guess, ...], found: Report) -> None:
    from triage.routing.curves import coverage_svg, reliability_svg

    drawn = {"reliability.svg": reliability_svg(found), "coverage.svg": coverage_svg(guesses, found)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, svg in drawn.items():
            (folder / name).write_text(svg, encoding="utf-8")
            say(str(folder / name))
    except OSError as error:
        fail(f"{folder}: the curves cannot be written there: {error.strerror}", status=1)
