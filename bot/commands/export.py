"""`mailtriage export`: all tickets, as data; or what agents decided, as examples."""

from __future__ import annotations

from contextlib import closing

import typer

from bot.command_line import desk_or_exit, print_json_lines, settings_or_exit

app = typer.Typer()


@app.command()
def export(
    examples: bool = typer.Option(
        False,
        "--examples",
        help="Instead, the tickets whose route an agent has settled, as `mailtriage evaluate` reads them."
        " Addresses, links, IPs and long numbers are left out; names in the text are not.",
    ),
) -> None:
    """Print every ticket with all that is on it, one JSON object a line, oldest first."""
    from bot.store.export import export_examples, export_tickets

    with closing(desk_or_exit(settings_or_exit())) as desk:
        print_json_lines(export_examples(desk.store) if examples else export_tickets(desk.store))
