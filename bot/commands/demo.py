"""`mailtriage demo`: the whole desk with sample tickets; nothing to configure, no network needed."""

from __future__ import annotations

import signal
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path

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

    A door that is taken moves to a free one; the addresses are printed. Ctrl-C ends it.
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
        running_demo = stack.enter_context(running(folder, *doors))
        count = running_demo.feed()
        typer.echo(f"{count} sample mails came in over LMTP.", err=True)
        typer.echo(f"Console   {make_login_link(running_demo.desk, 'Demo agent', base=running_demo.url)}")
        typer.echo(f"Mailbox   {running_demo.url}/demo/mailbox   (what the requesters get)")
        typer.echo(f"Mail in   {running_demo.lmtp}   (LMTP or SMTP, to {running_demo.help_address})")
        typer.echo(f"API       {running_demo.url}/api/v1   (bearer token: {running_demo.api_token})")
        typer.echo("The link signs you in once. Ctrl-C ends the demo.", err=True)
        stopping.wait()
        typer.echo("Stopping …", err=True)
