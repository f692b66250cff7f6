"""`mailtriage train`: learn from the examples, now instead of at first need."""

from __future__ import annotations

import json
import time

import typer

from bot.command_line import fail, say, settings_or_exit

app = typer.Typer(add_completion=False)


@app.command()
def train(as_json: bool = typer.Option(False, "--json", help="Print one JSON object.")) -> None:
    """Learn to read tickets from the labelled examples, and keep the model in the data folder.

    Nothing is done when the kept model is of the same examples. Exit status: 0 done, 1 a wrong example.
    """
    from knowledge.library import KnowledgeError, load_library
    from triage.routing.train import kept_at, load_or_train, model_name, models_folder

    data = settings_or_exit().data
    library = load_library(data)
    began = time.monotonic()
    try:
        before = kept_at(data, library)
        if before is None:
            say("Learning from the examples; this takes some seconds ...")
        model = load_or_train(data, library)
        kept = kept_at(data, library)
    except KnowledgeError as error:
        fail(str(error), status=1)
    found = {
        "model": str(kept) if kept else None,
        "new": before is None,
        "features": len(model.vocabulary),
        "seconds": round(time.monotonic() - began, 2),
    }
    if as_json:
        typer.echo(json.dumps(found))
    elif before is not None:
        typer.echo(f"The model is of these examples already: {before}")
    elif kept is None:
        fail(f"{models_folder(data) / model_name(library)}: the model could not be written there", status=1)
    else:
        typer.echo(f"Learnt in {found['seconds']} s and kept: {kept}")
