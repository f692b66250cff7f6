"""`mailtriage export`: all tickets, as data; or what agents decided, as examples."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import typer

from bot.command_line import existing_desk_or_exit, print_json_lines, settings_or_exit

if TYPE_CHECKING:
    from bot.desk.context import Desk

app = typer.Typer()


@app.command()
def export(
    examples: bool = typer.Option(
        False,
        "--examples",
        help="Instead, the tickets whose route an agent has settled, as `mailtriage evaluate` reads them."
        " Addresses, links, IPs and long numbers are left out; names in the text are not.",
    ),
    case: int = typer.Option(
        0, "--case", metavar="TICKET", help="Instead, the case of this ticket as it is handed over, as JSON."
    ),
    text: bool = typer.Option(False, "--text", help="With --case: as text."),
) -> None:
    """Print every ticket with all that is on it, one JSON object a line, oldest first."""
    from bot.store.export import export_examples, export_tickets

    with closing(existing_desk_or_exit(settings_or_exit())) as desk:
        if case:
            _print_case(desk, case, text)
            return
        print_json_lines(export_examples(desk.store) if examples else export_tickets(desk.store))


def _print_case(desk: Desk, number: int, text: bool) -> None:
    from bot.desk.handover import handover
    from bot.desk.types import DeskError
    from triage.dossier.data import as_json
    from triage.dossier.text import as_text

    try:
        with desk.store.read() as connection:
            found = handover(connection, number)
    except DeskError as error:
        typer.echo(f"{str(error)[:1].upper()}{str(error)[1:]}.", err=True)
        raise typer.Exit(1) from error
    if text:
        typer.echo(as_text(found))
    else:
        print_json_lines([{**as_json(found), "text": as_text(found)}])
