"""`mailtriage models`: the models that were learnt, which one is in use, and the way back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer

from bot.command_line import fail, say, settings_or_exit, there_is_a_desk

app = typer.Typer(add_completion=False)


@app.command()
def models(
    rollback: bool = typer.Option(False, "--rollback", help="Go back to the model before the one in use."),
    number: int | None = typer.Option(
        None, "--use", min=0, metavar="N", help="Use model N; 0 is the one that the examples make."
    ),
    as_json: bool = typer.Option(False, "--json", help="One JSON object a line, one line a model."),
) -> None:
    """List the models that `mailtriage train` made, the newest first.

    A running service goes on with another model at its next ticket. Exit status: 0 done, 1 there is no such
    model or it cannot be used, 2 wrong usage.
    """
    from triage.routing import versions

    settings = settings_or_exit()
    data = settings.data
    if rollback and number is not None:
        fail("--rollback and --use: one of them, please")
    there_is_a_desk(settings, "models", "knowledge")
    try:
        if rollback:
            _roll_back(data)
        elif number is not None:
            _use(data, number)
    except OSError as error:
        fail(f"{versions.pointer(data)}: cannot be written: {error.strerror}", status=1)
    _list(data, as_json)


def _roll_back(data: Path) -> None:
    from bot.terminal.models import in_words
    from triage.routing import versions

    number = versions.roll_back(data)
    if number is None:
        fail(f"{in_words(versions.order(data)[0])} is in use, and there is none before it", status=1)
    say(f"{in_words(number).capitalize()} is in use now.")
    if why := versions.why_not(data, number):
        say(why)


def _use(data: Path, number: int) -> None:
    from bot.terminal.models import in_words
    from triage.routing import versions

    if why := versions.why_not(data, number):
        fail(why, status=1)
    version = versions.story(data, number)
    if version is not None and not version.taken:
        say("Please mind: it was refused: " + "; ".join(version.why))
    versions.use(data, number)
    say(f"{in_words(number).capitalize()} is in use now.")


def _list(data: Path, as_json: bool) -> None:
    from bot.terminal.models import print_models
    from triage.routing import versions

    stories = versions.stories(data)
    in_use, passed_over = versions.which(data)
    if as_json:
        for version in stories:
            typer.echo(json.dumps(_as_json(version, in_use), ensure_ascii=False))
        typer.echo(json.dumps({"number": versions.BUILT, "in_use": in_use == versions.BUILT}))
        return
    say(*passed_over)
    print_models(stories, in_use)


def _as_json(version: Any, in_use: int) -> dict[str, Any]:
    from dataclasses import asdict

    known = asdict(version)
    return {**known, "learnt_from": len(known["learnt_from"]), "in_use": version.number == in_use}
