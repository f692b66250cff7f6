"""Somebody posts in a support channel, or writes to the app: stored first, then acknowledged.

So are edits and deletions, of whatever has been taken in before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import App, BoltContext, BoltResponse

from bot.desk.types import Receipt
from bot.slack import guide
from bot.slack.context import SlackContext
from bot.slack.stored import is_direct, is_known, is_post, store_edit, store_post, store_withdrawal

TOMBSTONE = "tombstone"
"""What is left of a deleted post that has answers: Slack calls that a change."""


def register(app: App, slack: SlackContext) -> None:
    def store_first(
        body: dict[str, Any], context: BoltContext, next: Callable[[], BoltResponse]
    ) -> BoltResponse:
        context["is_new"] = store(slack, {**(body.get("event") or {}), "event_id": body.get("event_id")})
        return next()

    @app.event("message", middleware=[store_first])
    def _message(event: dict[str, Any], context: BoltContext) -> None:
        """A worker goes on from the ledger; in a direct message, the guide answers at once."""
        if context["is_new"] and is_post(event) and is_direct(event):
            guide.go_on(slack, event)


def store(slack: SlackContext, event: Mapping[str, Any]) -> bool:
    """Keep what the event tells, when it is for the desk; `True`: it had not been kept before."""
    receipt = _stored(slack, event)
    return receipt is not None and not receipt.repeated


def _stored(slack: SlackContext, event: Mapping[str, Any]) -> Receipt | None:
    subtype = event.get("subtype")
    if subtype == "message_changed":
        return _store_change(slack, event)
    if subtype == "message_deleted" and _is_ours(slack, event, str(event.get("deleted_ts"))):
        return store_withdrawal(
            slack, event, wait_s=guide.wait_s(slack, event.get("previous_message"), event)
        )
    if is_post(event) and _is_heard(slack, event):
        return store_post(slack, event, wait_s=guide.wait_s(slack, event, event))
    return None


def _store_change(slack: SlackContext, event: Mapping[str, Any]) -> Receipt | None:
    """Links that unfold, and the like, change a post, too: only other words are an edit."""
    message, before = event.get("message") or {}, event.get("previous_message") or {}
    if not _is_ours(slack, event, str(message.get("ts"))):
        return None
    wait_s = guide.wait_s(slack, before or message, event)
    if message.get("subtype") == TOMBSTONE:
        deleted = {**event, "deleted_ts": message["ts"], "previous_message": before or message}
        return store_withdrawal(slack, deleted, wait_s=wait_s)
    if is_post(message) and message.get("text") != before.get("text"):
        return store_edit(slack, event, wait_s=wait_s)
    return None


def _is_heard(slack: SlackContext, event: Mapping[str, Any]) -> bool:
    return is_direct(event) or slack.is_support(str(event.get("channel", "")))


def _is_ours(slack: SlackContext, event: Mapping[str, Any], ts: str) -> bool:
    """A bot's own posts, and the app's, are never ours to follow."""
    message = event.get("message") or event.get("previous_message") or {}
    if message.get("bot_id"):
        return False
    return _is_heard(slack, event) or is_known(slack, str(event.get("channel")), ts)
