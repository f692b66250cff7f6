"""`mailtriage demo`: the whole desk with sample tickets; nothing to configure, no network needed."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import typer

app = typer.Typer(add_completion=False)


@app.command()
def demo(
    data: Path | None = typer.Option(
        None, help="Keep the demo's data here, instead of a folder that goes away."
    ),
    web: str = typer.Option("127.0.0.1:8025", help="Where the console answers."),
    lmtp: str = typer.Option("127.0.0.1:8024", help="Where mail is taken in, by LMTP or SMTP."),
) -> None:
    """Try the desk: a dozen tickets come in, you decide, the answers land in a mailbox that you can see.

    A door that is taken moves to a free one; the addresses are printed. MAILTRIAGE_WEB_URL says where people
    find the console, when that is not this machine. Ctrl-C ends it.
    """
    from bot.demo.run import free, running
    from bot.logs import set_up_logs
    from bot.setting_types import read_listen
    from bot.settings import Settings
    from bot.web.agents import make_login_link

    set_up_logs(Settings(log_level="warning"))
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    with ExitStack() as stack:
        folder = data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mailtriage-demo-")))
        typer.echo(
            "Starting the desk (the first time it learns from its examples, a few seconds) …", err=True
        )
        try:
            doors = [free(read_listen(word)) for word in (web, lmtp)]
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error
        running_demo = stack.enter_context(running(folder, *doors, **_web_url()))
        count = running_demo.feed()
        typer.echo(f"{count} sample mails came in over LMTP.", err=True)
        typer.echo(f"Console   {make_login_link(running_demo.desk, 'Demo agent', base=running_demo.link)}")
        typer.echo(f"Mailbox   {running_demo.link}/demo/mailbox   (what the requesters get)")
        typer.echo(f"Mail in   {running_demo.lmtp}   (LMTP or SMTP, to {running_demo.help_address})")
        typer.echo(f"API       {running_demo.link}/api/v1   (bearer token: {running_demo.api_token})")
        typer.echo("The link signs you in once. Ctrl-C ends the demo.", err=True)
        stopping.wait()
        typer.echo("Stopping …", err=True)


def _web_url() -> dict[str, Any]:
    """The one setting of the environment that the demo follows."""
    from pydantic import ValidationError

    from bot.command_line import fail
    from bot.setting_sources import find_settings
    from bot.settings.groups.web import WebSettings

    found = find_settings(os.environ, Path.cwd(), ("web_url",)).found.get("web_url")
    if found is None or not found.value:
        return {}
    try:
        url = WebSettings.model_validate({"web_url": found.value}).web_url
    except ValidationError as error:
        fail(f"{found.origin}: {error.errors()[0]['msg'].removeprefix('Value error, ')}")
    return {"web_url": url} if url else {}
