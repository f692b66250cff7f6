"""The assistant's pane: a new thread is greeted; what is written there is a direct message like any other.

slack-bolt's own Assistant acknowledges edits in such threads unheard, so its events are taken one by one.
"""

from __future__ import annotations

from typing import Any

from slack_bolt import App

from bot.slack import guide
from bot.slack.context import SlackContext


def register(app: App, slack: SlackContext) -> None:
    @app.event("assistant_thread_started")
    def _started(event: dict[str, Any]) -> None:
        thread = event.get("assistant_thread") or {}
        user, channel = thread.get("user_id"), thread.get("channel_id")
        if user and channel:
            guide.greet(slack, str(user), str(channel), thread.get("thread_ts"))

    @app.event("assistant_thread_context_changed")
    def _looked_elsewhere() -> None:
        """Which channel somebody looks at says nothing about their mail."""
