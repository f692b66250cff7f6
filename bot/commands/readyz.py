"""`mailtriage readyz`: is the running service ready?"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request

import typer

from bot.command_line import fail, say, settings_or_exit
from bot.settings.groups.web import WebSettings

app = typer.Typer()


@app.command()
def readyz(
    wait: bool = typer.Option(False, "--wait", help="Wait until it is, instead of saying no at once."),
    timeout: float = typer.Option(60.0, "--timeout", min=0, help="How many seconds to wait at most."),
    url: str = typer.Option(
        None, "--url", help="Where the console answers, when the settings do not say it."
    ),
) -> None:
    """Ask the running service whether it is ready; exit status 0 when it is, 1 with what is wrong."""
    settings = settings_or_exit()
    web = settings.of(WebSettings)
    base = url or (f"http://{web.web_listen}" if web.web_listen else web.web_url)
    if base is None:
        fail("There is no web console to ask: MAILTRIAGE_WEB_LISTEN is off.")
    until = time.monotonic() + (timeout if wait else 0)
    while issues := ask(f"{base.rstrip('/')}/readyz"):
        if time.monotonic() >= until:
            fail(*issues, status=1)
        time.sleep(0.2)
    say("ready")


def ask(url: str) -> list[str]:
    """What the service says is wrong; empty when it is ready."""
    if not url.startswith(("http://", "https://")):
        return [f"{url} is not a web address"]
    try:
        with urllib.request.urlopen(url, timeout=10) as response:  # noqa: S310 - checked above
            return _issues(response.read(100_000))
    except urllib.error.HTTPError as error:
        return _issues(error.read(100_000)) or [f"{url} answers {error.code}"]
    except OSError as error:
        return [f"{url} does not answer: {getattr(error, 'reason', error)}"]


def _issues(body: bytes) -> list[str]:
    try:
        said = json.loads(body)
        return [str(issue) for issue in said["issues"]]
    except (ValueError, KeyError, TypeError):
        return ["this is not a mailtriage console"]
