"""Write, and the menu More: what `bot/slack/more/` holds, each with its modal or at once."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.desk.types import DeskError
from bot.desk.views import show_again
from bot.slack.agent import agent_of, open_modal, tell, words
from bot.slack.blocks import modal
from bot.slack.context import SlackContext
from bot.slack.more import Said, items
from bot.store.queries.ticket import mark_of, ticket


def register(app: App, slack: SlackContext) -> None:
    @app.action("more")
    def _picked(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        number, name = _parts((body["actions"][0].get("selected_option") or {}).get("value"))
        begin(slack, client, body, number, name)
        show_again(slack.desk, number, "slack")

    @app.action(re.compile(r"^do_\w+$"))
    def _pressed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        begin(slack, client, body, *_parts(body["actions"][0].get("value")))


def begin(slack: SlackContext, client: WebClient, body: dict[str, Any], number: int, name: str) -> None:
    """Open its modal, or do it when there is nothing to ask."""
    actor, item = agent_of(slack, body), items().get(name)
    if actor is None or item is None:
        return
    found = ticket(slack.desk.store, number)
    if found is None or not item.offered(found.line):
        tell(slack, body, f"Ticket {number} is not where it was: look at the card as it is now.")
        return
    form = item.form(slack, found)
    if form is not None:
        about = f"{number}:{mark_of(found)}"
        view = modal(f"more_{name}", f"Ticket {number}", form, submit=item.SUBMIT, about=about)
        open_modal(slack, client, body, view)
        return
    try:
        item.do(slack, actor, number, Said({}))
    except DeskError as error:
        tell(slack, body, words(error))


def _parts(value: object) -> tuple[int, str]:
    number, _, name = str(value or "").partition(":")
    return (int(number) if number.isascii() and number.isdigit() else 0), name
