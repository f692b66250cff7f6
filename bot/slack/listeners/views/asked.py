"""A question handed in by modal: stored first, then the modal closes."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.slack import guide
from bot.slack.ask_form import WHAT
from bot.slack.context import SlackContext
from bot.slack.inputs import handed_in_files, written
from bot.slack.speech import speech
from bot.slack.stored import store_view


def register(app: App, slack: SlackContext) -> None:
    @app.view("asked")
    def _asked(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        user = str(body["user"]["id"])
        text, files = written(view).get(WHAT, ""), handed_in_files(view)
        if not (text or files):
            words = speech(slack.people.person(user).language)
            ack(response_action="errors", errors={WHAT: words["what_empty"]})
            return
        receipt = store_view(slack, str(view["id"]), "asked", user, {"text": text, "files": files})
        ack()
        if not receipt.repeated:
            words = speech(slack.people.person(user).language)
            guide.say(slack, user, None, [text[:300], words["taken"]] if text else [words["taken"]])
