"""A 🎫 on a message makes it a ticket, wherever the app can see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltResponse
from slack_sdk.web import SlackResponse

from bot.slack.context import SlackContext
from bot.slack.stored import is_post, store_post

TICKETS = {"ticket", "admission_tickets"}


def message_at(slack: SlackContext, channel: str, ts: str) -> dict[str, Any] | None:
    """The message that stands there, in a channel or in a thread."""
    client = slack.client
    asks: tuple[Callable[[], SlackResponse], ...] = (
        lambda: client.conversations_history(channel=channel, latest=ts, oldest=ts, inclusive=True, limit=1),
        lambda: client.conversations_replies(channel=channel, ts=ts, inclusive=True, limit=1),
    )
    for ask in asks:
        answer = ask()
        for message in answer.get("messages") or ():
            if message.get("ts") == ts:
                return {**message, "channel": channel}
    return None


def register(app: App, slack: SlackContext) -> None:
    def store_first(body: dict[str, Any], next: Callable[[], BoltResponse]) -> BoltResponse:
        event = body.get("event") or {}
        item = event.get("item") or {}
        if event.get("reaction") in TICKETS and item.get("type") == "message":
            message = message_at(slack, str(item["channel"]), str(item["ts"]))
            if message is not None and is_post(message):
                store_post(slack, {**message, "event_id": body.get("event_id")})
        return next()

    @app.event("reaction_added", middleware=[store_first])
    def _reaction() -> None:
        """Nothing is left to do: a worker goes on from the ledger."""

    @app.event("reaction_removed")
    def _removed() -> None:
        """A ticket stays when the reaction goes."""
