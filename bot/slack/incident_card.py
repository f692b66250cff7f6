"""The card of an incident: one message that gathers its tickets."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from bot.slack.blocks import Block, actions, button, context, divider, header, link, section
from bot.slack.context import SlackContext
from bot.slack.plain import one_line
from bot.slack.said import AUDIT_WORDS, STATE_WORDS, count_of
from bot.store.queries.incidents import IncidentLine, IncidentView
from bot.store.schema.view import views
from knowledge.vocabulary import TicketState

MOST_TICKETS = 20
MOST_CAUSES = 3
OPEN = (TicketState.NEW, TicketState.TRIAGED, TicketState.WAITING, TicketState.ESCALATED)


@dataclass(frozen=True)
class IncidentTicket:
    number: int
    subject: str
    requester: str
    state: str
    url: str | None


@dataclass(frozen=True)
class IncidentCard:
    line: IncidentLine
    causes: Sequence[str]
    tickets: Sequence[IncidentTicket]
    """Oldest first."""
    open_tickets: int
    log: Sequence[str]
    url: str | None
    turn: str = ""


def incident_card_of(slack: SlackContext, view: IncidentView) -> IncidentCard:
    """What its card shows; each ticket with the way to its own card, else to the console."""
    held = [row for row in view.tickets if row.state != TicketState.SET_ASIDE]
    shown = [row.number for row in held[:MOST_TICKETS]]
    query = select(views.c.ticket, views.c.ref).where(views.c.channel == "slack", views.c.ticket.in_(shown))
    with slack.desk.store.read() as connection:
        refs = {row.ticket: row.ref for row in connection.execute(query)}
    listed = [
        IncidentTicket(
            row.number,
            row.subject,
            row.requester_name or row.requester.removeprefix("slack:"),
            row.state,
            slack.links.message(refs.get(row.number)) or slack.links.ticket(row.number),
        )
        for row in held
    ]
    return IncidentCard(
        line=view.line,
        causes=[words for _, words in view.causes],
        tickets=listed,
        open_tickets=sum(row.state in OPEN for row in held),
        log=[
            f"{row.actor_name} {AUDIT_WORDS[row.what]} · {row.at:%d %b %H:%M} UTC"
            for row in view.audit
            if row.actor_kind == "agent" and row.what in AUDIT_WORDS
        ],
        url=slack.links.incident(view.line.id),
        turn=f"{time.time_ns():x}",
    )


def incident_blocks(card: IncidentCard) -> list[Block]:
    """At most 50 blocks: what does not fit is counted, with the way to the console."""
    line = card.line
    is_open = line.state == "open"
    mark = "🚨 " if line.urgent and is_open else ""
    many = f"{count_of(line.tickets, 'ticket', 'tickets')} of {count_of(line.people, 'person', 'people')}"
    parts = [
        header(f"{mark}Incident {line.id}: {line.title}"),
        section(f"{many}, {card.open_tickets} open · since {line.opened_at:%d %b %H:%M} UTC"),
    ]
    if not is_open:
        over = f"It is part of incident {line.merged_into} now." if line.merged_into else "It is over."
        parts.append(context(over))
    elif line.urgent_because:
        parts.append(context(f"Urgent: {line.urgent_because}"))
    parts += [context(f"In common: {words}") for words in card.causes[:MOST_CAUSES]]
    if line.answered_by and line.answered_at:
        parts.append(context(f"{line.answered_by} wrote to all of them · {line.answered_at:%d %b %H:%M} UTC"))
    parts.append(divider())
    parts += [_ticket(item) for item in card.tickets[:MOST_TICKETS]]
    if len(card.tickets) > MOST_TICKETS:
        parts.append(context(f"and {len(card.tickets) - MOST_TICKETS} more: they are in the console"))
    parts += _buttons(card, is_open)
    return parts + [context(entry) for entry in card.log[-4:]]


def incident_fallback(card: IncidentCard) -> str:
    """For a notification: nothing that a stranger wrote."""
    return f"Incident {card.line.id}: {count_of(card.line.tickets, 'ticket', 'tickets')}, {card.line.state}"


def _ticket(item: IncidentTicket) -> Block:
    state = STATE_WORDS.get(item.state, item.state)
    text = f"#{item.number} {one_line(item.subject, 120)}\n{one_line(item.requester, 80)} · {state}"
    return section(text, link(f"#{item.number}", item.url))


def _buttons(card: IncidentCard, is_open: bool) -> list[Block]:
    value = str(card.line.id)
    elements: list[Block] = []
    if is_open:
        if card.open_tickets:
            elements.append(button("Answer all", "incident_answer", value, "primary"))
        elements.append(button("Close", "incident_close", value))
    console = link("Open in the console", card.url)
    elements += [console] if console else []
    return [actions(elements, f"incident:{value}:{card.turn}")] if elements else []
