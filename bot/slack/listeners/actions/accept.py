"""Accept: the suggestion goes out as it is."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.desk.accept import accept
from bot.desk.types import DeskError
from bot.slack.agent import agent_of, numbers, tell, words
from bot.slack.context import SlackContext


def register(app: App, slack: SlackContext) -> None:
    @app.action("accept")
    def _accept(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        actor = agent_of(slack, body)
        suggestion = numbers(body)[1]
        if actor is None or suggestion is None:
            return
        try:
            accept(slack.desk, suggestion, actor)
        except DeskError as error:
            tell(slack, body, words(error))
