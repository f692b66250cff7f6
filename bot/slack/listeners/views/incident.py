"""One answer to everybody who reports an incident is handed in."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.desk.answer_all import answer_all
from bot.desk.types import DeskError, TooLate
from bot.slack.agent import not_an_agent, words
from bot.slack.context import SlackContext
from bot.slack.more import Said
from knowledge.vocabulary import TicketState


def register(app: App, slack: SlackContext) -> None:
    @app.view("incident_answer")
    def _answered(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        said, user = Said(view["state"]["values"]), str(body["user"]["id"])
        incident, mark = str(view["private_metadata"]).split(":", 1)
        if not slack.people.is_agent(user):
            ack(response_action="errors", errors={"text": not_an_agent(slack)})
            return
        then = TicketState.SOLVED if said.choice("then") == "solved" else TicketState.WAITING
        try:
            answer_all(slack.desk, int(incident), slack.actor(user), said.text("text"), mark, then=then)
        except TooLate as late:
            ack(response_action="errors", errors={"text": _late(late)})
        except DeskError as error:
            ack(response_action="errors", errors={"text": words(error)})
        else:
            ack()


def _late(late: TooLate) -> str:
    who = f"{late.by} wrote to them" if late.at else "Something new came in"
    return f"{who} meanwhile. Nothing was sent: copy your text, and look at the incident again."
