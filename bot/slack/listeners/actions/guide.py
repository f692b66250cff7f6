"""The button that ends a guided talk: the desk takes what was said."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.slack import guide
from bot.slack.context import SlackContext


def register(app: App, slack: SlackContext) -> None:
    @app.action("guide_send")
    def _send(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        message = body.get("message") or {}
        thread = str(message.get("thread_ts") or message.get("ts"))
        text = " ".join(
            str((block.get("text") or {}).get("text", "")) for block in message.get("blocks") or ()
        )
        guide.send(slack, str(body["user"]["id"]), str(body["channel"]["id"]), thread, text)
