"""What Slack's door answers to whoever is not Slack."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from bot.slack.channel import SlackChannel

if TYPE_CHECKING:
    from tests.bot.conftest import Bench


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{broken", 400), (b"[]", 400), (b"", 400), (json.dumps({"type": "event_callback"}).encode(), 401)],
)
def test_strangers_are_turned_away(bench: Bench, body: bytes, status: int) -> None:
    bench.set(slack_api_url="http://127.0.0.1:1/api")
    door = SlackChannel(bench.desk, "xoxb-token", "secret", None).blueprint()
    assert door is not None
    app = Flask(__name__)
    app.register_blueprint(door)
    answer = app.test_client().post("/slack/events", data=body, content_type="application/json")
    assert answer.status_code == status
