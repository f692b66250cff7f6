"""Missing details handed in by modal: errors stand at their field; what is right is stored first."""

from __future__ import annotations

import json
from typing import Any

from slack_bolt import Ack, App
from slack_sdk.errors import SlackApiError

from bot.slack.context import SlackContext
from bot.slack.details_form import MORE, asked_of, filled
from bot.slack.plain import escape
from bot.slack.speech import speech
from bot.slack.stored import store_view
from bot.web.form_words import words_in


def register(app: App, slack: SlackContext) -> None:
    @app.view("details")
    def _details(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        person = slack.people.person(str(body["user"]["id"]))
        where = json.loads(view["private_metadata"])
        number = int(where["ticket"])
        asked = asked_of(slack, number, person)
        if asked.ticket.requester != f"slack:{person.id}":
            ack(response_action="errors", errors={MORE: speech(person.language)["only_requester"]})
            return
        answer = filled(asked, view, person, slack.desk.now())
        if answer.errors:
            ack(response_action="errors", errors=dict(answer.errors))
            return
        what = {
            "ticket": number,
            "values": dict(answer.values),
            "at": answer.at.isoformat() if answer.at else None,
            "more": answer.more,
            "files": answer.files,
            "language": asked.language,
        }
        receipt = store_view(slack, str(view["id"]), "details", person.id, what)
        ack()
        if not receipt.repeated:
            text = words_in(asked.language)["thanks"].format(number=number)
            _thank(slack, where, person.id, text)


def _thank(slack: SlackContext, where: dict[str, str], user: str, text: str) -> None:
    """Only for the person who filled it in; the answer itself will be there for all."""
    try:
        slack.client.chat_postEphemeral(
            channel=where["channel"], user=user, thread_ts=where["thread"] or None, text=escape(text)
        )
    except (SlackApiError, OSError):
        return
