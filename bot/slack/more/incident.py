"""Part of an incident: put the ticket into one, or take it out, by hand."""

from __future__ import annotations

from bot.desk.split import put_in, split
from bot.desk.types import Actor
from bot.slack.blocks import Block, field, select
from bot.slack.context import SlackContext
from bot.slack.more import DONE, Said, Wrong
from bot.store.queries.incidents import incident_lines
from bot.store.queries.ticket import TicketLine, TicketView

ORDER = 70
LABEL = "Incident"
SHOWN = "menu"
SUBMIT = "Do it"
MOST = 90
OUT = "out"


def offered(line: TicketLine) -> bool:
    return line.state not in DONE


def form(slack: SlackContext, view: TicketView) -> list[Block] | None:
    with slack.desk.store.read() as connection:
        lines = incident_lines(connection, limit=MOST)
    words = {str(line.id): f"Incident {line.id}: {line.title}" for line in lines}
    if view.incident is not None:
        words = {OUT: f"None: take it out of incident {view.incident.id}", **words}
    if not words:
        words = {"none": "No incident is open"}
    return [field("incident", f"Ticket {view.line.number} is part of", select("incident", words, "Choose"))]


def do(slack: SlackContext, actor: Actor, number: int, said: Said) -> None:
    chosen = said.choice("incident")
    if chosen == OUT:
        split(slack.desk, number, actor)
    elif chosen is not None and chosen.isdigit():
        put_in(slack.desk, int(chosen), number, actor)
    else:
        raise Wrong("incident", "Choose one.")
