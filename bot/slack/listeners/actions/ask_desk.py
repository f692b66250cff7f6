"""The button "Ask the mail desk" of the Home tab: a modal to ask in."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.slack.ask_form import ask_form
from bot.slack.context import SlackContext
from bot.slack.inputs import open_modal


def register(app: App, slack: SlackContext) -> None:
    @app.action("ask_desk")
    def _ask(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        person = slack.people.person(str(body["user"]["id"]))
        open_modal(client, body["trigger_id"], ask_form(person.language))
