"""`mailtriage serve`: everything in one process."""

from __future__ import annotations

import typer

from bot.command_line import desk_or_exit, fail, say, settings_or_exit
from bot.settings.groups.web import WebSettings

app = typer.Typer()


@app.command()
def serve(
    agent: str = typer.Option("admin", "--agent", help="Whose name the printed login link carries."),
) -> None:
    """Run the whole service: takes mail in, triages, sends, and serves the web console."""
    from bot.service import Service

    settings = settings_or_exit()
    desk = desk_or_exit(settings)
    service = Service(desk)
    try:
        service.run(lambda: _welcome(service, agent))
    except OSError as error:
        fail(f"It cannot start: {error.strerror or error}", status=1)


def _welcome(service: object, agent: str) -> None:
    """Address and link are what somebody may want to catch: they go to stdout, the talk to stderr."""
    from bot.service import Service
    from bot.web.agents import make_login_link

    assert isinstance(service, Service)
    url = service.console_url
    if url is None:
        say("mailtriage is running, without the web console. Ctrl-C ends it.")
        return
    url = service.desk.settings.of(WebSettings).web_url or url
    link = make_login_link(service.desk, agent, base=url)
    typer.echo(f"mailtriage is running: {url}")
    typer.echo(f"Sign in, once, within 12 hours: {link}")
    say(f"All that is kept is in {service.desk.settings.data.absolute()}. Ctrl-C ends it.")
