"""A snoozed ticket, now after all."""

from __future__ import annotations

from bot.desk.snooze import bring_back
from bot.desk.types import Actor
from bot.slack.blocks import Block
from bot.slack.context import SlackContext
from bot.slack.more import Said
from bot.store.queries.ticket import TicketLine, TicketView

ORDER = 50
LABEL = "Bring it back now"
SHOWN = "menu"
SUBMIT = ""


def offered(line: TicketLine) -> bool:
    return line.snoozed_until is not None


def form(slack: SlackContext, view: TicketView) -> list[Block] | None:
    return None


def do(slack: SlackContext, actor: Actor, number: int, said: Said) -> None:
    bring_back(slack.desk, number, actor)
