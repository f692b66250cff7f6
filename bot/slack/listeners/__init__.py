"""What people do in Slack, one kind a file: each has a `register(app, slack)` and is found by scanning."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

from slack_bolt import App

if TYPE_CHECKING:
    from bot.slack.context import SlackContext


def register_all(app: App, slack: SlackContext) -> None:
    """Hand every listener module the app."""
    for info in pkgutil.walk_packages(__path__, f"{__name__}."):
        if not info.ispkg:
            importlib.import_module(info.name).register(app, slack)
