"""What agents write under a card stays inside: it becomes a note on the ticket, and nothing of it is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltResponse

from bot.desk.note import note
from bot.desk.types import DeskError
from bot.desk.views import ticket_of_ref
from bot.slack.context import SlackContext
from bot.slack.plain import unformat

KINDS = {None, "file_share", "thread_broadcast"}


def ticket_of(slack: SlackContext, event: dict[str, Any]) -> int | None:
    """The ticket under whose card a person writes; `None` for any other message."""
    thread, channel = event.get("thread_ts"), str(event.get("channel", ""))
    if not thread or event.get("subtype") not in KINDS or event.get("bot_id") or not event.get("user"):
        return None
    if slack.triage_channel is None or slack.channels.id_of(slack.triage_channel) != channel:
        return None
    return ticket_of_ref(slack.desk, "slack", {"channel": channel, "ts": str(thread)})


def keep(slack: SlackContext, event: dict[str, Any], number: int) -> None:
    """As a note, once however often the event comes."""
    files = [
        f"[{file.get('name') or 'a file'}]" for file in event.get("files") or () if isinstance(file, dict)
    ]
    text = "\n".join(filter(None, [unformat(str(event.get("text") or "")), *files]))
    user = str(event["user"])
    if not text.strip() or not slack.people.is_agent(user):
        return
    try:
        note(slack.desk, number, slack.actor(user), text, key=f"slack:{event['channel']}:{event['ts']}")
    except DeskError:
        return  # the ticket is gone: then there is nothing to keep it on


def register(app: App, slack: SlackContext) -> None:
    def store_first(body: dict[str, Any], next: Callable[[], BoltResponse]) -> BoltResponse | None:
        event = body.get("event") or {}
        number = ticket_of(slack, event)
        if number is None:
            return None  # not ours: the next listener of messages gets it
        keep(slack, event, number)
        return next()

    @app.event("message", middleware=[store_first])
    def _kept() -> None:
        """Nothing is left to do."""
