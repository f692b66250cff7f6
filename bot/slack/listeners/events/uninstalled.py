"""A further workspace has removed the app: its token is forgotten."""

from __future__ import annotations

from typing import Any

from slack_bolt import App

from bot.slack.context import SlackContext

EVENTS = ("app_uninstalled", "tokens_revoked")


def register(app: App, slack: SlackContext) -> None:
    for name in EVENTS:

        @app.event(name)
        def _gone(body: dict[str, Any]) -> None:
            if slack.workspaces is None:
                return
            revoked = (body.get("event") or {}).get("tokens") or {"bot": True}
            if revoked.get("bot"):
                team = str(body.get("team_id") or "")
                slack.workspaces.installations.delete_all(enterprise_id=None, team_id=team)
                slack.workspaces.forget()
