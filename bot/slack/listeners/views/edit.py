"""The edited answer is handed in: it goes out, or the modal says who was first."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.desk.accept import accept
from bot.desk.types import DeskError
from bot.slack.agent import not_an_agent, words
from bot.slack.context import SlackContext


def register(app: App, slack: SlackContext) -> None:
    @app.view("edit")
    def _edited(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        user = str(body["user"]["id"])
        text = str(view["state"]["values"]["text"]["text"].get("value") or "").strip()
        suggestion = int(str(view["private_metadata"]).partition(":")[2])
        if not slack.people.is_agent(user):
            ack(response_action="errors", errors={"text": not_an_agent(slack)})
        elif not text:
            ack(
                response_action="errors",
                errors={"text": "Write something, or dismiss the suggestion instead."},
            )
        else:
            try:
                accept(slack.desk, suggestion, slack.actor(user), text)
            except DeskError as error:
                ack(response_action="errors", errors={"text": words(error)})
            else:
                ack()
