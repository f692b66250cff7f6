"""The assistant's pane: a new thread is greeted; what is written there is a direct message like any other.

slack-bolt's own Assistant acknowledges edits in such threads unheard, so its events are taken one by one.
"""

from __future__ import annotations

import threading
from collections import deque
from typing import Any

from slack_bolt import App

from bot.slack import guide
from bot.slack.context import SlackContext

_REMEMBERED = 1_000
"""Threads: the same event comes again within minutes, if at all."""


def register(app: App, slack: SlackContext) -> None:
    greeted: deque[tuple[str, str]] = deque(maxlen=_REMEMBERED)
    lock = threading.Lock()

    @app.event("assistant_thread_started")
    def _started(event: dict[str, Any]) -> None:
        thread = event.get("assistant_thread") or {}
        user, channel, ts = thread.get("user_id"), thread.get("channel_id"), thread.get("thread_ts")
        place = (str(channel), str(ts))
        with lock:
            known = place in greeted
            greeted.append(place)
        if user and channel and not known:
            guide.greet(slack, str(user), str(channel), ts)

    @app.event("assistant_thread_context_changed")
    def _looked_elsewhere() -> None:
        """Which channel somebody looks at says nothing about their mail."""
