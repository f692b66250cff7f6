"""What one agent should see first: their own tickets, what needs them now, and who has waited longest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, or_, select

from bot.store.queries.ticket_list import TicketFilter
from bot.store.schema.sending import outgoing
from bot.store.schema.ticket import tickets
from bot.store.schema.view import views
from knowledge.vocabulary import TicketState

OPEN = (TicketState.NEW, TicketState.TRIAGED, TicketState.WAITING, TicketState.ESCALATED)
_WAITED, _LONGEST = "among the longest waiting", 3
_BROKEN = {"failed": "an answer could not be sent", "unknown": "nobody knows whether an answer arrived"}


@dataclass(frozen=True)
class Need:
    """A ticket, and in words why somebody should look at it now."""

    ticket: Row[Any]
    why: str


def needs_now(connection: Connection, agent: str, most: int) -> list[Need]:
    """Failed sends, reminders, news on one's own tickets, what is urgent, then who has waited longest."""
    whose = or_(tickets.c.assignee == agent, tickets.c.assignee.is_(None))
    awake = tickets.c.snoozed_until.is_(None)
    found: dict[int, Need] = {}
    for row in _broken(connection, whose, most):
        found.setdefault(row.number, Need(row, _BROKEN[row.fate]))
    todo = TicketFilter(needs_person=True).conditions()
    asked: tuple[tuple[str, list[ColumnElement[bool]]], ...] = (
        (
            "nobody has answered the case",
            [tickets.c.state == TicketState.ESCALATED, tickets.c.reminded > 0, tickets.c.attention, whose],
        ),
        ("something new", [tickets.c.assignee == agent, tickets.c.attention, awake]),
        ("urgent", [tickets.c.urgent, whose, *todo]),
        (_WAITED, [whose, *todo]),
    )
    for why, where in asked:
        limit = _LONGEST if why == _WAITED else most
        query = select(tickets).where(*where).order_by(tickets.c.created_at, tickets.c.number).limit(limit)
        for row in connection.execute(query):
            found.setdefault(row.number, Need(row, why))
    return list(found.values())[:most]


def _broken(connection: Connection, whose: ColumnElement[bool], most: int) -> Sequence[Row[Any]]:
    query = (
        select(tickets, outgoing.c.state.label("fate"))
        .join(outgoing, outgoing.c.ticket == tickets.c.number)
        .where(outgoing.c.state.in_(tuple(_BROKEN)), tickets.c.state.in_(OPEN), whose)
        .order_by(outgoing.c.id)
        .limit(most)
    )
    return connection.execute(query).all()


def of_requester(connection: Connection, who: Sequence[str], limit: int, skip: int) -> Sequence[Row[Any]]:
    """The tickets of somebody who asks, by their addresses; the newest first."""
    names = [name.lower() for name in who]
    mine = func.lower(tickets.c.requester).in_(names) & (tickets.c.state != TicketState.SET_ASIDE)
    query = select(tickets).where(mine).order_by(tickets.c.number.desc()).limit(limit).offset(skip)
    return connection.execute(query).all()


def refs_of(connection: Connection, channel: str, numbers: Sequence[int]) -> dict[int, Any]:
    """Ticket -> where the channel shows it."""
    query = select(views.c.ticket, views.c.ref).where(views.c.channel == channel, views.c.ticket.in_(numbers))
    return {row.ticket: row.ref for row in connection.execute(query)}


@dataclass(frozen=True)
class Counts:
    """Of a span of time, and how it stands at its end."""

    opened: int
    by_itself: int
    """Answers and requests that the desk sent unasked."""
    by_agents: int
    escalated: int
    solved: int
    todo: int
    waiting: int
    oldest: Sequence[Row[Any]]
    """Of those that need a person."""


def counts_since(connection: Connection, since: datetime, todo: int, most: int = 3) -> Counts:
    """What happened since then, for a summary. `todo`: how many need a person now."""
    sent = (outgoing.c.state == "sent") & (outgoing.c.sent_at >= since) & (outgoing.c.kind != "escalate")

    def count(query: Any) -> int:
        return int(connection.execute(query).scalar_one())

    def of(table: Any, *where: ColumnElement[bool]) -> int:
        return count(select(func.count()).select_from(table).where(*where))

    done = tickets.c.state.in_((TicketState.SOLVED, TicketState.CLOSED)) & (tickets.c.updated_at >= since)
    need = TicketFilter(needs_person=True).conditions()
    oldest = select(tickets).where(*need).order_by(tickets.c.created_at, tickets.c.number).limit(most)
    return Counts(
        opened=of(tickets, tickets.c.created_at >= since, tickets.c.state != TicketState.SET_ASIDE),
        by_itself=of(outgoing, sent, outgoing.c.automatic),
        by_agents=of(outgoing, sent, outgoing.c.automatic.is_(False)),
        escalated=of(tickets, tickets.c.escalated_at >= since),
        solved=of(tickets, done),
        todo=todo,
        waiting=of(tickets, tickets.c.state == TicketState.WAITING),
        oldest=connection.execute(oldest).all(),
    )
