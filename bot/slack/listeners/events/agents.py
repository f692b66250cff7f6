"""Somebody came to the agents, or left them: who may press is asked anew."""

from __future__ import annotations

from slack_bolt import App

from bot.slack.context import SlackContext

EVENTS = ("member_joined_channel", "member_left_channel", "subteam_updated", "subteam_members_changed")


def register(app: App, slack: SlackContext) -> None:
    for name in EVENTS:

        @app.event(name)
        def _changed() -> None:
            slack.people.agents.forget()
