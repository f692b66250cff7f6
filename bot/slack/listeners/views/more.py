"""What was filled in for something of `bot/slack/more/`."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App

from bot.desk.types import DeskError, TooLate
from bot.slack.agent import not_an_agent, words
from bot.slack.blocks import section
from bot.slack.context import SlackContext
from bot.slack.more import Said, Wrong, items
from bot.store.queries.ticket import mark_of, ticket

NOTICE = "notice"


def register(app: App, slack: SlackContext) -> None:
    @app.view(re.compile(r"^more_\w+$"))
    def _handed_in(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        item = items()[str(view["callback_id"]).removeprefix("more_")]
        number, mark = str(view["private_metadata"]).split(":", 1)
        first = next(block["block_id"] for block in view["blocks"] if block["type"] == "input")
        user = str(body["user"]["id"])
        if not slack.people.is_agent(user):
            ack(response_action="errors", errors={first: not_an_agent(slack)})
            return
        said = Said(view["state"]["values"], mark)
        try:
            item.do(slack, slack.actor(user), int(number), said)
        except Wrong as wrong:
            ack(response_action="errors", errors={wrong.field: str(wrong)})
        except TooLate as late:
            ack(response_action="update", view=_once_more(slack, view, int(number), late))
        except DeskError as error:
            ack(response_action="errors", errors={first: words(error)})
        else:
            ack()


def _once_more(slack: SlackContext, view: dict[str, Any], number: int, late: TooLate) -> dict[str, Any]:
    """The same modal with what was written, and above it what has happened meanwhile."""
    found = ticket(slack.desk.store, number)
    mark = mark_of(found) if found else ""
    blocks = [_kept(block, view["state"]["values"]) for block in view["blocks"]]
    told = section(
        f"{words(late)} Nothing of yours was done. Look at the ticket; do it again if it still fits."
    )
    told["block_id"] = NOTICE
    names = ("type", "callback_id", "title", "submit", "close")
    return {
        **{name: view[name] for name in names if view.get(name)},
        "private_metadata": f"{number}:{mark}",
        "blocks": [told, *(block for block in blocks if block.get("block_id") != NOTICE)],
    }


def _kept(block: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    element = block.get("element") or {}
    typed = Said(values).text(str(block.get("block_id")))
    if element.get("type") != "plain_text_input" or not typed:
        return block
    return {**block, "element": {**element, "initial_value": typed}}
