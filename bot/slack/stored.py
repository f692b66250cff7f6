"""What is kept of an event, as JSON, before Slack hears that it was heard.

Its key names the deed, not the delivery: a post is one post, whether it comes as an event, once more under
another event id, by a reaction or by a shortcut. So is each edit of it, and its being taken back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.desk.receive import is_received, receive
from bot.desk.types import Receipt, Source

if TYPE_CHECKING:
    from bot.slack.context import SlackContext

KEPT = ("channel", "channel_type", "user", "text", "ts", "thread_ts", "files", "team", "parent_user_id")
SUBTYPES = {None, "file_share", "thread_broadcast"}


def is_post(message: Mapping[str, Any]) -> bool:
    """A person's own words; not a bot's, a join or a notice."""
    return message.get("subtype") in SUBTYPES and not message.get("bot_id") and bool(message.get("user"))


def is_direct(event: Mapping[str, Any]) -> bool:
    """Written to the app itself. Slack's ids of direct messages begin with D."""
    return event.get("channel_type") == "im" or str(event.get("channel", "")).startswith("D")


def key_of(channel: str, ts: str) -> str:
    return f"slack:{channel}:{ts}"


def store_post(slack: SlackContext, event: Mapping[str, Any], *, wait_s: float = 0) -> Receipt:
    """A post, with its ledger row."""
    key = key_of(str(event["channel"]), str(event["ts"]))
    return _keep(slack, key, _kept(event), event, wait_s)


def store_edit(slack: SlackContext, event: Mapping[str, Any], *, wait_s: float = 0) -> Receipt:
    """The new version of a post (`message_changed`)."""
    message = {**event["message"], "channel": event["channel"]}
    at = str((message.get("edited") or {}).get("ts") or event.get("event_ts") or event["ts"])
    key = f"{key_of(str(event['channel']), str(message['ts']))}:edited:{at}"
    return _keep(slack, key, {"kind": "edit", "at": at, "post": _kept(message)}, event, wait_s)


def store_withdrawal(slack: SlackContext, event: Mapping[str, Any], *, wait_s: float = 0) -> Receipt:
    """A post that its author has deleted."""
    message = {**(event.get("previous_message") or {}), "channel": event["channel"]}
    message["ts"] = str(event.get("deleted_ts") or message["ts"])
    at = str(event.get("event_ts") or event["ts"])
    key = f"{key_of(str(event['channel']), message['ts'])}:withdrawn"
    return _keep(slack, key, {"kind": "withdrawn", "at": at, "post": _kept(message)}, event, wait_s)


def store_view(slack: SlackContext, view_id: str, kind: str, user: str, what: Mapping[str, Any]) -> Receipt:
    """What was handed in by a modal, once a modal. `kind`: `details` or `asked`."""
    return _keep(slack, f"slack:view:{view_id}", {"kind": kind, "user": user, **what}, {"user": user}, 0)


def is_known(slack: SlackContext, channel: str, ts: str) -> bool:
    return is_received(slack.desk, key_of(channel, ts))


def kept(raw: bytes) -> dict[str, Any]:
    """What was stored, with half characters (lone surrogates, RFC 8259 section 8.2) as question marks."""
    whole = json.dumps(json.loads(raw), ensure_ascii=False).encode("utf-8", "replace")
    found: dict[str, Any] = json.loads(whole)
    return found


def _kept(message: Mapping[str, Any]) -> dict[str, Any]:
    return {name: message[name] for name in KEPT if name in message}


def _keep(
    slack: SlackContext, key: str, what: Mapping[str, Any], event: Mapping[str, Any], wait_s: float
) -> Receipt:
    raw = json.dumps(what, sort_keys=True).encode()
    post = what.get("post", what)
    meta = {"event": str(event["event_id"])} if event.get("event_id") else {}
    return receive(
        slack.desk, raw, Source("slack", key, str(post.get("user") or ""), (), meta), wait_s=wait_s
    )
