"""`mailtriage web`: the web console alone, and links to sign in with."""

from __future__ import annotations

import typer

from bot.command_line import desk_or_exit, fail, say, settings_or_exit
from bot.settings.groups.web import WebSettings

app = typer.Typer(invoke_without_command=True)


@app.callback()
def web(context: typer.Context) -> None:
    """Serve the web console and the API alone; `mailtriage worker` and `intake` do the rest."""
    if context.invoked_subcommand is not None:
        return
    from bot.service import Service

    settings = settings_or_exit()
    if settings.of(WebSettings).web_listen is None:
        fail("There is nothing to serve: MAILTRIAGE_WEB_LISTEN is off.")
    service = Service(desk_or_exit(settings), intake=False, workers=False)
    try:
        service.run(lambda: say(f"mailtriage answers at {service.console_url}. Ctrl-C ends it."))
    except OSError as error:
        fail(f"It cannot start: {error.strerror or error}", status=1)


@app.command()
def link(
    name: str = typer.Argument("admin", help="Whose link it is; a new name makes a new agent."),
    hours: float = typer.Option(12.0, "--hours", min=0.01, max=24 * 30, help="How long it can be used."),
) -> None:
    """Print a link that signs somebody in, once."""
    from datetime import timedelta

    from bot.web.agents import make_login_link

    settings = settings_or_exit()
    if settings.of(WebSettings).url_of_console() is None:
        fail("There is no console to sign in to: set MAILTRIAGE_WEB_LISTEN or MAILTRIAGE_WEB_URL.")
    desk = desk_or_exit(settings)
    try:
        typer.echo(make_login_link(desk, name, timedelta(hours=hours)))
    finally:
        desk.store.close()
