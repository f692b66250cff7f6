"""Somebody opens the Home tab: it is made at that moment."""

from __future__ import annotations

from typing import Any

from slack_bolt import App

from bot.slack.context import SlackContext
from bot.slack.home import HomeState
from bot.slack.home_of import publish


def register(app: App, slack: SlackContext) -> None:
    @app.event("app_home_opened")
    def _opened(event: dict[str, Any]) -> None:
        if event.get("tab", "home") == "home":
            publish(slack, str(event["user"]), HomeState())
