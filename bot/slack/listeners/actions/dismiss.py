"""Dismiss: a modal asks why."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.slack import modals
from bot.slack.agent import agent_of, numbers, open_modal
from bot.slack.context import SlackContext


def register(app: App, slack: SlackContext) -> None:
    @app.action("dismiss")
    def _dismiss(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        ticket, number = numbers(body)
        if agent_of(slack, body) is None or number is None:
            return
        open_modal(slack, client, body, modals.dismiss(ticket, number))
