"""Edit: the suggestion's text in a modal."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.slack import modals
from bot.slack.agent import agent_of, numbers, tell
from bot.slack.context import SlackContext
from bot.store.queries.suggestion import suggestion as find


def register(app: App, slack: SlackContext) -> None:
    @app.action("edit")
    def _edit(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        ticket, number = numbers(body)
        if agent_of(slack, body) is None or number is None:
            return
        found = find(slack.desk.store, number)
        if found is None or found.state != "pending":
            tell(slack, body, "This suggestion is not pending any more.")
            return
        client.views_open(trigger_id=body["trigger_id"], view=modals.edit(ticket, number, found.text))
