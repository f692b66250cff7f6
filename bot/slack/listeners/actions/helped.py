"""The feedback buttons under an answer."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.desk.helped import say_whether_it_helped
from bot.desk.types import Actor
from bot.slack.agent import tell
from bot.slack.context import SlackContext
from bot.slack.speech import speech


def register(app: App, slack: SlackContext) -> None:
    @app.action("helped")
    def _helped(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        number, _, value = str(body["actions"][0].get("value") or "").partition(":")
        person = slack.people.person(str(body["user"]["id"]))
        actor = Actor("requester", f"slack:{person.id}", person.name)
        if number.isdecimal() and say_whether_it_helped(
            slack.desk, int(number), actor, helped=value == "yes"
        ):
            tell(slack, body, speech(person.language)["noted"])
