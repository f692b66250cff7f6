"""`mailtriage slack`: Socket Mode alone, and the manifest to make the Slack app from."""

from __future__ import annotations

from contextlib import closing

import typer

from bot.command_line import desk_or_exit, fail, say, settings_or_exit
from bot.settings.groups.slack import SlackSettings

app = typer.Typer(invoke_without_command=True)


@app.callback()
def slack(context: typer.Context) -> None:
    """Listen to Slack by Socket Mode alone; `mailtriage worker` does the rest."""
    if context.invoked_subcommand is not None:
        return
    from bot.service import Service
    from bot.slack.channel import make

    settings = settings_or_exit()
    if settings.of(SlackSettings).slack_app_token is None:
        fail("Socket Mode needs MAILTRIAGE_SLACK_APP_TOKEN; by HTTP, Slack talks to `mailtriage web`.")
    desk = desk_or_exit(settings)
    with closing(desk):
        channel = make(desk)
        if channel is None:
            fail("Slack is off: set MAILTRIAGE_SLACK_BOT_TOKEN.")
        service = Service(desk, channels={channel.name: channel}, web=False, workers=False)
        service.run(lambda: say("mailtriage listens to Slack. Ctrl-C ends it."))


@app.command()
def manifest(
    url: str | None = typer.Option(
        None, "--url", help="Where Slack reaches the console over HTTPS; without it, for Socket Mode."
    ),
    user_group: bool = typer.Option(
        False, "--user-group", help="The agents are a user group (MAILTRIAGE_SLACK_AGENTS)."
    ),
    several: bool = typer.Option(False, "--several", help="Further workspaces may install the app, too."),
) -> None:
    """Print the app manifest, with the least scopes: Slack, Create New App, From a manifest."""
    from bot.slack.manifest import manifest_for

    if url is not None and not url.startswith("https://"):
        fail(f"Slack sends events by HTTPS only: {url} should begin with https://")
    if several and url is None:
        fail("Several workspaces take --url: Slack sends them back to the console.")
    typer.echo(manifest_for(url, user_group=user_group, several=several), nl=False)
