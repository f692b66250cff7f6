"""The message shortcut "Ask the mail desk": the message becomes a ticket."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.slack.agent import tell
from bot.slack.context import SlackContext
from bot.slack.stored import is_post, store_post


def register(app: App, slack: SlackContext) -> None:
    @app.shortcut("ask_the_mail_desk")
    def _ask(ack: Ack, body: dict[str, Any]) -> None:
        message = {**body["message"], "channel": body["channel"]["id"]}
        if not is_post(message):
            ack()
            bot = message.get("bot_id") or not message.get("user")
            what = "A bot wrote that one." if bot else "That is a notice of Slack's."
            tell(slack, body, f"{what} Pick the message of the person who has the problem.")
            return
        store_post(slack, message)
        ack()
        tell(slack, body, "Thank you, the mail desk has it. The answer comes in the message's thread.")
