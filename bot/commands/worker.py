"""`mailtriage worker`: the working part alone."""

from __future__ import annotations

from contextlib import closing

import typer

from bot.command_line import desk_or_exit, fail, settings_or_exit

app = typer.Typer()


@app.command()
def worker(
    once: bool = typer.Option(False, "--once", help="Do everything that is due now, and end."),
) -> None:
    """Read what came in, triage tickets, send answers. Any number of these may run."""
    from bot.channels import find_channels
    from bot.jobs.runner import drain
    from bot.service import Service

    desk = desk_or_exit(settings_or_exit())
    if once:
        with closing(desk):
            drain(desk, find_channels(desk))
        return
    try:
        Service(desk, web=False, intake=False).run()
    except OSError as error:
        fail(f"It cannot start: {error.strerror or error}", status=1)
