"""Whoever has the ticket does not work on it any more."""

from __future__ import annotations

from bot.desk.take import leave
from bot.desk.types import Actor
from bot.slack.blocks import Block
from bot.slack.context import SlackContext
from bot.slack.more import Said
from bot.store.queries.ticket import TicketLine, TicketView

ORDER = 80
LABEL = "Give it back"
SHOWN = "menu"
SUBMIT = ""


def offered(line: TicketLine) -> bool:
    return line.assignee is not None


def form(slack: SlackContext, view: TicketView) -> list[Block] | None:
    return None


def do(slack: SlackContext, actor: Actor, number: int, said: Said) -> None:
    leave(slack.desk, number, actor)
