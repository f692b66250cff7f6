"""Take it: this agent works on the ticket."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.desk.take import take
from bot.desk.types import DeskError
from bot.slack.agent import agent_of, numbers, tell, words
from bot.slack.context import SlackContext


def register(app: App, slack: SlackContext) -> None:
    @app.action("take")
    def _take(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        actor = agent_of(slack, body)
        if actor is None:
            return
        try:
            take(slack.desk, numbers(body)[0], actor)
        except DeskError as error:
            tell(slack, body, words(error))

    @app.action("open")
    def _open(ack: Ack) -> None:
        """A link button: Slack opens it, and only wants to hear that we heard."""
        ack()
