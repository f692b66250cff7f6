"""`mailtriage train`: learn from the examples and from what agents decided; take it when it is not worse."""

from __future__ import annotations

import json
import time
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import typer

from bot.command_line import (
    desk_or_exit,
    fail,
    missing_database,
    say,
    settings_or_exit,
    there_is_a_desk,
)

if TYPE_CHECKING:
    from bot.settings import Settings
    from knowledge.labelled import Example
    from triage.routing.make_model import Made

app = typer.Typer(add_completion=False)


@app.command()
def train(
    dry_run: bool = typer.Option(False, "--dry-run", help="Compare only; keep nothing."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Learn to judge tickets from the examples and from what agents decided.

    The new model is compared with the one in use, route by route, on tickets that neither has seen. It is
    taken only when it is not worse anywhere; a running service then goes on with it at its next ticket.
    `mailtriage models` shows all of them, and goes back. Exit status: 0 taken or nothing new, 1 refused or
    a wrong example, 2 wrong usage.
    """
    from knowledge.library import KnowledgeError, load_library
    from triage.routing.make_model import make_model

    settings = settings_or_exit()
    there_is_a_desk(settings, "knowledge")
    began = time.monotonic()
    try:
        decided = _decided(settings)
        say("Learning, and comparing with the model in use; this takes a minute at most ...")
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        made = make_model(settings.data, load_library(settings.data), decided, made_at, dry_run=dry_run)
    except KnowledgeError as error:
        fail(str(error), status=1)
    except OSError as error:
        fail(f"{settings.data}: the model could not be kept there: {error.strerror}", status=1)
    seconds = round(time.monotonic() - began, 1)
    if as_json:
        typer.echo(json.dumps(_as_json(made, dry_run, seconds), ensure_ascii=False))
    else:
        _print(made, dry_run, seconds)
    raise typer.Exit(1 if made.outcome == "refused" else 0)


def _decided(settings: Settings) -> tuple[Example, ...]:
    """What agents decided; nothing where there is no database yet."""
    from bot.store.queries.examples import decided_examples

    if missing_database(settings) is not None:
        return ()
    with closing(desk_or_exit(settings)) as desk:
        return decided_examples(desk.store)


def _as_json(made: Made, dry_run: bool, seconds: float) -> dict[str, Any]:
    version, compared = made.version, made.comparison
    return {
        "outcome": made.outcome,
        "dry_run": dry_run,
        "in_use": made.in_use,
        "version": version.number if version else 0,
        "why": list(version.why) if version else [],
        "learnt": dict(version.learnt) if version else {},
        "comparison": compared.as_json() if compared else None,
        "passed_over": list(made.passed_over),
        "dropped": list(made.dropped),
        "seconds": seconds,
    }


def _print(made: Made, dry_run: bool, seconds: float) -> None:
    from bot.terminal.models import in_words, learnt_in_words, print_comparison

    say(*made.passed_over)
    version = made.version
    if made.outcome == "nothing_new":
        typer.echo(_nothing_new(made))
        return
    if version is None or made.comparison is None:
        return
    typer.echo(f"Learnt from {learnt_in_words(version.learnt)} in {seconds} s.")
    print_comparison(made.comparison, in_words(version.compared_with), in_words(version.number))
    if made.outcome == "taken":
        typer.echo(
            "\nIt is not worse anywhere: " + ("it would be taken." if dry_run else "it is in use now.")
        )
    else:
        typer.echo("\nIt is refused: " + "; ".join(version.why) + ".")
    if dry_run:
        typer.echo("Nothing was kept, as you asked.")
    elif made.outcome == "refused":
        typer.echo(f"{in_words(made.in_use).capitalize()} stays in use.")
    else:
        typer.echo("Back to the one before: mailtriage models --rollback")


def _nothing_new(made: Made) -> str:
    from bot.terminal.models import in_words

    if made.version is not None and made.version.number != made.in_use:
        why = "; ".join(made.version.why)
        return f"Nothing new: {in_words(made.version.number)} learnt the same and was refused: {why}."
    return f"Nothing new: {in_words(made.in_use)} is in use, and has learnt all of it."
