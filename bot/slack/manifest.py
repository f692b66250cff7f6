"""The app manifest: what the app may do in a workspace, no more than it needs."""

from __future__ import annotations

import json
from typing import Any

SCOPES = {
    "assistant:write": "say in the assistant's pane that the mail is being looked at, and suggest first words",
    "channels:history": "read posts in the support channel",
    "channels:read": "find channels by name, see who is in the triage channel",
    "chat:write": "post cards and answers",
    "files:read": "fetch the bounces that people attach",
    "groups:history": "the same, where the support channel is private",
    "groups:read": "the same, where a channel is private",
    "im:history": "read what people write to the app itself",
    "im:write": "answer a person who asked on the Home tab",
    "reactions:read": "see the ticket reaction",
    "users:read": "say who asked",
    "users:read.email": "know the mailbox of who asked",
}
EVENTS = (
    "assistant_thread_context_changed",
    "assistant_thread_started",
    "message.channels",
    "message.groups",
    "message.im",
    "reaction_added",
)


def manifest_for(url: str | None) -> str:
    """The manifest as JSON (Slack takes JSON and YAML). `url`: the console's address; `None`: Socket Mode."""
    door = f"{url.rstrip('/')}/slack/events" if url else None
    settings: dict[str, Any] = {
        "event_subscriptions": {"bot_events": list(EVENTS)},
        "interactivity": {"is_enabled": True},
        "org_deploy_enabled": False,
        "socket_mode_enabled": door is None,
        "token_rotation_enabled": False,
    }
    if door is not None:
        settings["event_subscriptions"]["request_url"] = door
        settings["interactivity"]["request_url"] = door
    manifest = {
        "display_information": {"name": "mailtriage", "description": "The mail support desk"},
        "features": {
            "app_home": {
                "home_tab_enabled": False,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "mailtriage", "always_online": True},
            "shortcuts": [
                {
                    "name": "Ask the mail desk",
                    "type": "message",
                    "callback_id": "ask_the_mail_desk",
                    "description": "Make this message a ticket",
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": settings,
    }
    return json.dumps(manifest, indent=2) + "\n"
