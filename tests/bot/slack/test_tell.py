"""An alert in the agents' channel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from bot.slack.channel import make
from tests.bot.slack.loopback import Loopback, loopback

if TYPE_CHECKING:
    from tests.bot.conftest import Bench


@pytest.fixture
def slack() -> Iterator[Loopback]:
    with loopback() as running:
        running.says("conversations.list", channels=[{"id": "C1", "name": "mail-desk"}])
        yield running


@pytest.mark.parametrize(("channel", "posts"), [("#mail-desk", 1), ("#gone", 0), (None, 0)])
def test_it_is_said_there_as_plain_text(
    bench: Bench, slack: Loopback, channel: str | None, posts: int
) -> None:
    bench.set(
        slack_bot_token=SecretStr("xoxb-1"), slack_api_url=slack.url.rstrip("/"), slack_triage_channel=channel
    )
    made = make(bench.desk)
    assert made is not None
    made.tell("Automatic mail is stopped <!channel>")
    said = slack.called("chat.postMessage")
    assert len(said) == posts
    for args in said:
        assert args["channel"] == "C1"
        assert "<!channel>" not in args["text"]
