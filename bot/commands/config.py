"""`mailtriage config`: every setting, its value, and where that came from."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from bot.command_line import fail, print_json_lines

app = typer.Typer()


@app.command()
def config(as_json: bool = typer.Option(False, "--json", help="One JSON object a line.")) -> None:
    """Print every setting with its value and its origin; secrets are hidden."""
    from bot.setting_sources import PREFIX
    from bot.settings import Settings, SettingsError, load, shown

    try:
        loaded = load(os.environ, Path.cwd())
    except SettingsError as error:
        fail(*error.problems)
    rows = [
        {
            "setting": f"{PREFIX}{name.upper()}",
            "value": shown(loaded.settings, name),
            "origin": loaded.origins.get(name, "default"),
        }
        for name in Settings.model_fields
    ]
    if as_json:
        print_json_lines(rows)
        return
    width = max(len(row["setting"]) for row in rows)
    for row in rows:
        typer.echo(f"{row['setting']:<{width}}  {row['value'] or '-'}  ({row['origin']})")
