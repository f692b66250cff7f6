"""`mailtriage export`: all tickets, as data."""

from __future__ import annotations

from contextlib import closing

import typer

from bot.command_line import desk_or_exit, print_json_lines, settings_or_exit

app = typer.Typer()


@app.command()
def export() -> None:
    """Print every ticket with all that is on it, one JSON object a line, oldest first."""
    from bot.store.export import export_tickets

    with closing(desk_or_exit(settings_or_exit())) as desk:
        print_json_lines(export_tickets(desk.store))
