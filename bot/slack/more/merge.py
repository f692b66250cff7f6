"""Make one ticket of two: what is here goes on there."""

from __future__ import annotations

from bot.desk.merge_tickets import merge_tickets
from bot.desk.types import Actor
from bot.slack.blocks import Block, field, text_input
from bot.slack.context import SlackContext
from bot.slack.more import Said, Wrong
from bot.store.queries.ticket import TicketLine, TicketView

ORDER = 60
LABEL = "Merge into another ticket"
SHOWN = "menu"
SUBMIT = "Merge"


def offered(line: TicketLine) -> bool:
    return line.state != "set_aside"


def form(slack: SlackContext, view: TicketView) -> list[Block] | None:
    return [
        field(
            "into",
            "Into which ticket?",
            text_input("into", hint="#12", lines=False),
            hint=f"All that was said on #{view.line.number} then stands there, and this one is closed.",
        )
    ]


def do(slack: SlackContext, actor: Actor, number: int, said: Said) -> None:
    text = said.text("into").removeprefix("#")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Wrong("into", "Type its number, such as #12.")
    merge_tickets(slack.desk, int(text), number, actor)
