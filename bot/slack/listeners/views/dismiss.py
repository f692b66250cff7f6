"""The reason for a dismissal is handed in."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.desk.dismiss import dismiss
from bot.desk.types import DeskError
from bot.slack.agent import not_an_agent, words
from bot.slack.context import SlackContext


def register(app: App, slack: SlackContext) -> None:
    @app.view("dismiss")
    def _dismissed(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        user = str(body["user"]["id"])
        chosen = view["state"]["values"]["reason"]["reason"].get("selected_option") or {}
        suggestion = int(str(view["private_metadata"]).partition(":")[2])
        if not slack.people.is_agent(user):
            ack(response_action="errors", errors={"reason": not_an_agent(slack)})
            return
        try:
            dismiss(slack.desk, suggestion, slack.actor(user), str(chosen.get("value") or "other"))
        except DeskError as error:
            ack(response_action="errors", errors={"reason": words(error)})
        else:
            ack()
