"""Of an incident's card: answer all who report it, or say that it is over."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.desk.answer_all import mark_of
from bot.desk.close_incident import close_incident
from bot.desk.types import DeskError
from bot.slack import modals
from bot.slack.agent import agent_of, numbers, open_modal, tell, words
from bot.slack.context import SlackContext
from bot.store.queries.incidents import incident_line


def register(app: App, slack: SlackContext) -> None:
    @app.action("incident_answer")
    def _answer(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        if agent_of(slack, body) is None:
            return
        number = numbers(body)[0]
        with slack.desk.store.read() as connection:
            line = incident_line(connection, number)
            mark = mark_of(connection, number) if line else ""
        if line is None or line.state != "open":
            tell(slack, body, f"Incident {number} is over already.")
            return
        open_modal(slack, client, body, modals.answer_all(line, mark))

    @app.action("incident_close")
    def _close(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        actor = agent_of(slack, body)
        if actor is None:
            return
        try:
            close_incident(slack.desk, numbers(body)[0], actor)
        except DeskError as error:
            tell(slack, body, words(error))
