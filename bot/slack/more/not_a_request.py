"""Nobody asks for anything: the ticket is set aside, and the desk learns from it."""

from __future__ import annotations

from bot.desk.close import close
from bot.desk.types import Actor
from bot.slack.blocks import Block
from bot.slack.context import SlackContext
from bot.slack.more import Said
from bot.store.queries.ticket import TicketLine, TicketView
from knowledge.vocabulary import TicketState

ORDER = 95
LABEL = "Not a request"
SHOWN = "menu"
SUBMIT = ""


def offered(line: TicketLine) -> bool:
    return line.state != "set_aside"


def form(slack: SlackContext, view: TicketView) -> list[Block] | None:
    return None


def do(slack: SlackContext, actor: Actor, number: int, said: Said) -> None:
    close(slack.desk, number, actor, TicketState.SET_ASIDE)
