"""Does a direct message go on with a ticket that is there, or does a new talk begin?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.desk.threads import ticket_of_thread, waits_for
from bot.slack.context import SlackContext


def is_continued(slack: SlackContext, user: str, channel: str, post: Mapping[str, Any]) -> bool:
    """In the thread of a ticket, or, outside of any thread, while one waits for this person here."""
    thread = post.get("thread_ts")
    with slack.desk.store.read() as connection:
        if thread not in (None, post.get("ts")):
            return ticket_of_thread(connection, f"slack:{channel}:{thread}") is not None
        if ticket_of_thread(connection, f"slack:{channel}:{post.get('ts')}") is not None:
            return True
        return waits_for(connection, f"slack:{user}", f"slack:{channel}:")
