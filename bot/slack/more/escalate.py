"""Have the case handed over: it then stands on the card, to be looked at and sent."""

from __future__ import annotations

from bot.desk.escalate import escalate
from bot.desk.types import Actor
from bot.slack.blocks import Block
from bot.slack.context import SlackContext
from bot.slack.more import DONE, Said
from bot.store.queries.ticket import TicketLine, TicketView

ORDER = 40
LABEL = "Escalate"
SHOWN = "menu"
SUBMIT = ""


def offered(line: TicketLine) -> bool:
    return line.state not in (*DONE, "new", "escalated")


def form(slack: SlackContext, view: TicketView) -> list[Block] | None:
    return None


def do(slack: SlackContext, actor: Actor, number: int, said: Said) -> None:
    escalate(slack.desk, number, actor)
