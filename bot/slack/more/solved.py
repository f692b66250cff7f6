"""Solved, without another word to the requester."""

from __future__ import annotations

from bot.desk.close import close
from bot.desk.types import Actor
from bot.slack.blocks import Block
from bot.slack.context import SlackContext
from bot.slack.more import DONE, Said
from bot.store.queries.ticket import TicketLine, TicketView
from knowledge.vocabulary import TicketState

ORDER = 90
LABEL = "It is solved"
SHOWN = "menu"
SUBMIT = ""


def offered(line: TicketLine) -> bool:
    return line.state not in DONE


def form(slack: SlackContext, view: TicketView) -> list[Block] | None:
    return None


def do(slack: SlackContext, actor: Actor, number: int, said: Said) -> None:
    close(slack.desk, number, actor, TicketState.SOLVED)
