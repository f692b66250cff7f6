"""The app manifest: what the app may do in a workspace, no more than it needs."""

from __future__ import annotations

import json
from typing import Any

from bot.slack.speech import speech

SCOPES = {
    "assistant:write": "show that a mail is being looked at, and suggest first words",
    "channels:history": "read posts in the support channel",
    "channels:read": "find channels by name, see who is in the triage channel",
    "chat:write": "post cards and answers",
    "commands": "offer the shortcut of a message",
    "files:read": "fetch the bounces that people attach",
    "groups:history": "the same, where the support channel is private",
    "groups:read": "the same, where a channel is private",
    "im:history": "read what people write to the app itself",
    "im:write": "answer a person who asked on the Home tab",
    "reactions:read": "see the ticket reaction",
    "users:read": "say who asked",
    "users:read.email": "know the mailbox of who asked",
}
GROUP_SCOPES = {"usergroups:read": "know the members of the group that decides"}
EVENTS = (
    "app_home_opened",
    "assistant_thread_context_changed",
    "assistant_thread_started",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "reaction_added",
)
GROUP_EVENTS = ("subteam_members_changed", "subteam_updated")
FURTHER_EVENTS = ("app_uninstalled", "tokens_revoked")
CALLBACK = "/slack/oauth_redirect"
"""Where a further workspace comes back to after it has installed the app."""


def scopes_for(user_group: bool) -> list[str]:
    """`user_group`: the agents are the members of one."""
    return sorted({**SCOPES, **(GROUP_SCOPES if user_group else {})})


def manifest_for(url: str | None, *, user_group: bool = False, several: bool = False) -> str:
    """The manifest as JSON (Slack takes JSON and YAML). `url`: the console's address; `None`: Socket Mode.

    `several`: further workspaces may install the app, which takes a `url`.
    """
    base = url.rstrip("/") if url else None
    door = f"{base}/slack/events" if base else None
    events = sorted([*EVENTS, *(GROUP_EVENTS if user_group else ()), *(FURTHER_EVENTS if several else ())])
    settings: dict[str, Any] = {
        "event_subscriptions": {"bot_events": events},
        "interactivity": {"is_enabled": True},
        "org_deploy_enabled": False,
        "socket_mode_enabled": door is None,
        "token_rotation_enabled": False,
    }
    if door is not None:
        settings["event_subscriptions"]["request_url"] = door
        settings["interactivity"]["request_url"] = door
    oauth: dict[str, Any] = {"scopes": {"bot": scopes_for(user_group)}}
    if several and base:
        oauth["redirect_urls"] = [f"{base}{CALLBACK}"]
    manifest = {
        "display_information": {"name": "mailtriage", "description": "The mail support desk"},
        "features": _features(),
        "oauth_config": oauth,
        "settings": settings,
    }
    return json.dumps(manifest, indent=2) + "\n"


def _features() -> dict[str, Any]:
    prompts = speech("en")["prompts"]
    return {
        "agent_view": {
            "agent_description": "Finds out what happened to your mail, and who can mend it.",
            "suggested_prompts": [{"title": words, "message": words} for words in prompts.values()],
        },
        "app_home": {
            "home_tab_enabled": True,
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
    }
