"""An answer of one's own. Nothing else that is written in the agents' channel reaches the requester."""

from __future__ import annotations

from bot.desk.types import Actor
from bot.desk.write import write
from bot.slack.blocks import Block, field, radio, text_input
from bot.slack.context import SlackContext
from bot.slack.more import Said, Wrong
from bot.store.queries.ticket import TicketLine, TicketView
from knowledge.vocabulary import TicketState

ORDER = 10
LABEL = "Write to requester"
SHOWN = "button"
SUBMIT = "Send"
THEN = {"waiting": "Wait for their answer", "solved": "It is solved"}


def offered(line: TicketLine) -> bool:
    return line.state != "set_aside"


def form(slack: SlackContext, view: TicketView) -> list[Block] | None:
    who = view.line.requester_name or view.line.requester.removeprefix("slack:")
    return [
        field("text", f"To {who}", text_input("text")),
        field("then", "And then", radio("then", THEN, "waiting"), optional=True),
    ]


def do(slack: SlackContext, actor: Actor, number: int, said: Said) -> None:
    text = said.text("text")
    if not text:
        raise Wrong("text", "Write something first.")
    then = TicketState.SOLVED if said.choice("then") == "solved" else TicketState.WAITING
    write(slack.desk, number, actor, text, then=then, mark=said.mark)
