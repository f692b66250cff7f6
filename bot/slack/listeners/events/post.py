"""Somebody posts in a support channel, or writes to the app: stored first, then acknowledged."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltResponse

from bot.desk.receive import receive
from bot.desk.types import Source
from bot.slack.context import SlackContext

SUBTYPES = {None, "file_share", "thread_broadcast"}
KEPT = ("channel", "channel_type", "user", "text", "ts", "thread_ts", "files", "team")


def is_request(slack: SlackContext, event: dict[str, Any]) -> bool:
    """A person's own words in a support channel or a direct message; not a bot's, an edit or a join."""
    if event.get("subtype") not in SUBTYPES or event.get("bot_id") or not event.get("user"):
        return False
    return event.get("channel_type") == "im" or slack.is_support(str(event.get("channel", "")))


def store(slack: SlackContext, event: dict[str, Any]) -> None:
    """The post on disk, with its ledger row. Its key is the post: it counts once, however often it comes."""
    post = {name: event[name] for name in KEPT if name in event}
    key = f"slack:{post['channel']}:{post['ts']}"
    receive(slack.desk, json.dumps(post, sort_keys=True).encode(), Source("slack", key, str(post["user"])))


def register(app: App, slack: SlackContext) -> None:
    def store_first(body: dict[str, Any], next: Callable[[], BoltResponse]) -> BoltResponse:
        event = body.get("event") or {}
        if is_request(slack, event):
            store(slack, event)
        return next()

    @app.event("message", middleware=[store_first])
    def _message() -> None:
        """Nothing is left to do: a worker goes on from the ledger."""
