"""`mailtriage doctor`: what is wrong, and what mends it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict

import typer

from bot.command_line import BY_COMMAND, desk_or_exit, print_json_lines, say, settings_or_exit

app = typer.Typer()


@app.command()
def doctor(
    allow: bool = typer.Option(
        False, "--allow-automatic-mail", help="A person has looked: automatic mail may go out again."
    ),
    as_json: bool = typer.Option(False, "--json", help="One JSON object a line."),
) -> None:
    """Look at settings, data folder, platform, database, channels; exit status 1 when something is wrong."""
    from bot.desk.breaker import close_breaker
    from bot.doctor import examine

    settings = settings_or_exit()
    if allow:
        with closing(desk_or_exit(settings)) as desk:
            close_breaker(desk, BY_COMMAND)
    complaints = list(examine(settings))
    if as_json:
        print_json_lines(asdict(item) for item in complaints)
    for item in () if as_json else complaints:
        typer.echo(f"{item.about}: {item.wrong}\n    {item.remedy}")
    if complaints:
        raise typer.Exit(1)
    say("All is well.")
