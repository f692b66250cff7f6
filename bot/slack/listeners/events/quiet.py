"""Events that Slack sends beside those that matter; each needs an acknowledgement and nothing else."""

from __future__ import annotations

from slack_bolt import App

from bot.slack.context import SlackContext

UNHEARD = ("file_shared", "file_created", "file_change", "file_public", "app_mention")
"""A posted file comes with its message; a mention in a support channel comes as that message too."""


def register(app: App, slack: SlackContext) -> None:
    for name in UNHEARD:

        @app.event(name)
        def _unheard() -> None:
            """Nothing to do."""
