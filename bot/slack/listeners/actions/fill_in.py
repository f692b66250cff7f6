"""The button under a request for details: its modal opens, for the person who was asked."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.desk.form_link import DONE
from bot.slack.agent import tell
from bot.slack.context import SlackContext
from bot.slack.details_form import asked_of, details_form
from bot.slack.inputs import open_modal
from bot.slack.speech import speech
from bot.web.form_words import words_in


def register(app: App, slack: SlackContext) -> None:
    @app.action("fill_in")
    def _fill_in(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        person = slack.people.person(str(body["user"]["id"]))
        number, message = int(body["actions"][0]["value"]), body.get("message") or {}
        asked = asked_of(slack, number, person)
        if asked.ticket.requester != f"slack:{person.id}":
            tell(slack, body, speech(person.language)["only_requester"])
        elif asked.ticket.state in DONE:
            tell(slack, body, words_in(asked.language)["closed"]["done"].format(number=number))
        else:
            where = {"channel": str(body["channel"]["id"]), "thread": str(message.get("thread_ts") or "")}
            open_modal(client, body["trigger_id"], details_form(asked, where))
