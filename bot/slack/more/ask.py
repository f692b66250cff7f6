"""Ask the requester for chosen details: the request then stands on the card, to be accepted or edited."""

from __future__ import annotations

from bot.desk.ask import ask
from bot.desk.types import Actor
from bot.slack.blocks import Block, field, ticks
from bot.slack.context import SlackContext
from bot.slack.more import DONE, Said, Wrong
from bot.slack.said import DETAIL_WORDS
from bot.store.queries.ticket import TicketLine, TicketView

ORDER = 30
LABEL = "Ask for details"
SHOWN = "menu"
SUBMIT = "Make the request"


def offered(line: TicketLine) -> bool:
    return line.state not in DONE


def form(slack: SlackContext, view: TicketView) -> list[Block] | None:
    return [
        field(
            "details",
            "What do you need to know?",
            ticks("details", DETAIL_WORDS, view.line.missing),
            hint="You see the request on the card before anything goes out.",
        )
    ]


def do(slack: SlackContext, actor: Actor, number: int, said: Said) -> None:
    wanted = said.choices("details")
    if not wanted:
        raise Wrong("details", "Choose at least one.")
    ask(slack.desk, number, actor, wanted)
