"""A ticket that is done, once more."""

from __future__ import annotations

from bot.desk.close import reopen
from bot.desk.types import Actor
from bot.slack.blocks import Block
from bot.slack.context import SlackContext
from bot.slack.more import DONE, Said
from bot.store.queries.ticket import TicketLine, TicketView

ORDER = 90
LABEL = "Open it again"
SHOWN = "menu"
SUBMIT = ""


def offered(line: TicketLine) -> bool:
    return line.state in DONE


def form(slack: SlackContext, view: TicketView) -> list[Block] | None:
    return None


def do(slack: SlackContext, actor: Actor, number: int, said: Said) -> None:
    reopen(slack.desk, number, actor)
