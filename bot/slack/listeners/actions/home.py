"""On the Home tab: search, turn a page, refresh. What is shown next comes back with the button itself."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App

from bot.slack.context import SlackContext
from bot.slack.home import SEARCH, HomeState, unpacked
from bot.slack.home_of import publish


def register(app: App, slack: SlackContext) -> None:
    @app.action(SEARCH)
    def _search(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        words = " ".join(str(body["actions"][0].get("value") or "").replace("\x00", "").split())[:150]
        publish(slack, str(body["user"]["id"]), HomeState(words))

    @app.action(re.compile(r"^home_(show|clear)(_\w+)?$"))
    def _show(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        publish(slack, str(body["user"]["id"]), unpacked(body["actions"][0].get("value")))
