"""Edit: the suggestion's text in a modal."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.slack import modals
from bot.slack.agent import agent_of, numbers, open_modal, tell
from bot.slack.blocks import INPUT_LIMIT
from bot.slack.context import SlackContext
from bot.store.queries.ticket import ticket as find


def register(app: App, slack: SlackContext) -> None:
    @app.action("edit")
    def _edit(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        ticket, number = numbers(body)
        if agent_of(slack, body) is None or number is None:
            return
        view = find(slack.desk.store, ticket)
        pending = next((item for item in view.pending if item.id == number), None) if view else None
        if pending is None:
            tell(slack, body, "This suggestion is not pending any more.")
            return
        if len(pending.text) > INPUT_LIMIT:
            tell(slack, body, "This text is longer than Slack lets anybody edit. Edit it in the console.")
            return
        open_modal(slack, client, body, modals.edit(ticket, number, pending.text))
