from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import bot.slack
from bot.slack.manifest import EVENTS, SCOPES, manifest_for

SOURCE = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted(Path(bot.slack.__path__[0]).rglob("*.py"))
)


@pytest.mark.parametrize(
    ("url", "door"),
    [("https://desk.example.org/", "https://desk.example.org/slack/events"), (None, None)],
)
def test_where_slack_knocks(url: str | None, door: str | None) -> None:
    settings = json.loads(manifest_for(url))["settings"]
    assert settings["event_subscriptions"].get("request_url") == door
    assert settings["interactivity"].get("request_url") == door
    assert settings["socket_mode_enabled"] is (door is None)


def test_every_shortcut_has_its_listener() -> None:
    for shortcut in json.loads(manifest_for(None))["features"]["shortcuts"]:
        assert f'"{shortcut["callback_id"]}"' in SOURCE


@pytest.mark.parametrize(
    ("method", "scope"),
    [
        ("chat_postMessage", "chat:write"),
        ("chat_update", "chat:write"),
        ("chat_postEphemeral", "chat:write"),
        ("conversations_history", "channels:history"),
        ("conversations_replies", "channels:history"),
        ("conversations_list", "channels:read"),
        ("conversations_members", "channels:read"),
        ("users_info", "users:read"),
    ],
)
def test_every_method_that_is_called_has_its_scope(method: str, scope: str) -> None:
    assert f".{method}(" in SOURCE
    assert scope in SCOPES


def test_no_method_is_called_without_a_scope_that_is_tested() -> None:
    called = set(re.findall(r"client\.((?:chat|conversations|users|reactions|files|views)_\w+)\(", SOURCE))
    needs_none = {"views_open"}
    tested = {"chat_postMessage", "chat_update", "chat_postEphemeral", "conversations_history"}
    tested |= {"conversations_open", "conversations_replies", "conversations_list", "conversations_members", "users_info"}
    assert called - needs_none <= tested


def test_the_events_are_those_that_are_heard() -> None:
    heard = set(re.findall(r'@app\.event\("(\w+)"', SOURCE))
    assert {event.partition(".")[0] for event in EVENTS} <= heard
