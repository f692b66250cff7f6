"""The manifest asks for what the code uses: every scope and event, and not one more."""

from __future__ import annotations

import importlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

import bot.slack
from bot.slack import manifest
from bot.slack.listeners.events import agents, quiet, uninstalled
from bot.slack.manifest import manifest_for, scopes_for

SOURCE = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted(Path(bot.slack.__path__[0]).rglob("*.py"))
)
CHANNELS, HISTORY = ("channels:read", "groups:read"), ("channels:history", "groups:history")
OF_METHODS: dict[str, tuple[str, ...]] = {
    "assistant_threads_setStatus": ("assistant:write",),
    "assistant_threads_setSuggestedPrompts": ("assistant:write",),
    "auth_test": (),
    "chat_postEphemeral": ("chat:write",),
    "chat_postMessage": ("chat:write",),
    "chat_update": ("chat:write",),
    "conversations_history": (*HISTORY, "im:history"),
    "conversations_list": CHANNELS,
    "conversations_members": CHANNELS,
    "conversations_open": ("im:write",),
    "conversations_replies": (*HISTORY, "im:history"),
    "usergroups_list": ("usergroups:read",),
    "usergroups_users_list": ("usergroups:read",),
    "users_info": ("users:read", "users:read.email"),
    "views_open": (),
    "views_publish": (),
}
"""What each method of the Web API needs, as its reference says."""
OF_EVENTS: dict[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_uninstalled": (),
    "assistant_thread_context_changed": ("assistant:write",),
    "assistant_thread_started": ("assistant:write",),
    "member_joined_channel": CHANNELS,
    "member_left_channel": CHANNELS,
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "reaction_added": ("reactions:read",),
    "subteam_members_changed": ("usergroups:read",),
    "subteam_updated": ("usergroups:read",),
    "tokens_revoked": (),
}
BESIDE = {"files:read": "url_private", "commands": "app.shortcut("}
"""Scopes that no method needs, and where the code uses them."""
FORMS = [(group, several) for group in (False, True) for several in (False, True)]


def made(url: str | None = "https://desk.example.org", **more: bool) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(manifest_for(url, **more))
    return found


def called() -> set[str]:
    known = (
        r"client\.((?:api|assistant|auth|chat|conversations|files|reactions|usergroups|users|views)_\w+)\("
    )
    return set(re.findall(known, SOURCE))


@pytest.mark.parametrize(
    ("url", "door"),
    [("https://desk.example.org/", "https://desk.example.org/slack/events"), (None, None)],
)
def test_where_slack_knocks(url: str | None, door: str | None) -> None:
    settings = made(url)["settings"]
    assert settings["event_subscriptions"].get("request_url") == door
    assert settings["interactivity"].get("request_url") == door
    assert settings["socket_mode_enabled"] is (door is None)


def test_where_a_further_workspace_comes_back_to() -> None:
    oauth = made("https://desk.example.org/", several=True)["oauth_config"]
    assert oauth["redirect_urls"] == ["https://desk.example.org/slack/oauth_redirect"]
    assert "redirect_urls" not in made()["oauth_config"]
    assert manifest.CALLBACK == importlib.import_module("bot.slack.install_page").CALLBACK


def test_every_method_that_is_called_is_known_here() -> None:
    assert called() == set(OF_METHODS)


@pytest.mark.parametrize(("group", "several"), FORMS)
def test_the_scopes_are_those_that_are_needed(group: bool, several: bool) -> None:
    """Every scope has its use, and every use its scope."""
    asked = made(user_group=group, several=several)
    events = asked["settings"]["event_subscriptions"]["bot_events"]
    methods = {name for name in called() if group or not name.startswith("usergroups_")}
    needed = {scope for name in methods for scope in OF_METHODS[name]}
    needed |= {scope for name in events for scope in OF_EVENTS[name]} | set(BESIDE)
    assert set(asked["oauth_config"]["scopes"]["bot"]) == needed == set(scopes_for(group))
    assert all(sign in SOURCE for sign in BESIDE.values())


@pytest.mark.parametrize(("group", "several"), FORMS)
def test_the_events_are_those_that_are_heard(group: bool, several: bool) -> None:
    named = set(re.findall(r'@app\.event\("(\w+)"', SOURCE))
    scanned = {*agents.EVENTS, *uninstalled.EVENTS, *quiet.UNHEARD}
    events = made(user_group=group, several=several)["settings"]["event_subscriptions"]["bot_events"]
    assert {event.partition(".")[0] for event in events} <= named | scanned
    assert len(events) == len(set(events))
    wanted = {*named, *agents.EVENTS, *uninstalled.EVENTS} - {"reaction_removed"}
    if group and several:
        assert wanted <= {event.partition(".")[0] for event in events}


def test_every_shortcut_has_its_listener() -> None:
    for shortcut in made()["features"]["shortcuts"]:
        assert f'"{shortcut["callback_id"]}"' in SOURCE


def test_its_words_fit() -> None:
    """As Slack's reference of manifests limits them."""
    features = made()["features"]
    assert features["app_home"]["home_tab_enabled"]
    view = features["agent_view"]
    assert len(view["agent_description"]) <= 300
    assert 1 <= len(view["suggested_prompts"]) <= 4
    assert all(len(item["title"]) <= 75 for item in view["suggested_prompts"])
    for shortcut in features["shortcuts"]:
        assert len(shortcut["name"]) <= 24 and len(shortcut["description"]) <= 150
