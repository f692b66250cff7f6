"""The list of tickets: filtered, newest first, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select

from bot.store.engine import Store
from bot.store.schema import messages, tickets

MAX_LIMIT = 200


@dataclass(frozen=True)
class TicketLine:
    """One ticket in a list."""

    number: int
    subject: str
    requester: str
    requester_name: str | None
    channel: str
    route: str | None
    confidence: float | None
    problem: str | None
    state: str
    action: str | None
    missing: tuple[str, ...]
    urgent: bool
    attention: bool
    assignee: str | None
    assignee_name: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Page:
    tickets: tuple[TicketLine, ...]
    next: str | None
    """The cursor of the next page; `None`: this was the last one."""


def tickets_page(
    store: Store,
    *,
    state: str | None = None,
    route: str | None = None,
    q: str | None = None,
    assignee: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Page:
    """Tickets by number, the highest first. `state` and `route` may be several with commas.

    `q` looks for words in subject, requester and texts, or a number. Raises `ValueError` on a bad cursor.
    """
    limit = min(max(limit, 1), MAX_LIMIT)
    query = select(tickets).order_by(tickets.c.number.desc()).limit(limit + 1)
    for column, wanted in ((tickets.c.state, state), (tickets.c.route, route)):
        if wanted:
            query = query.where(column.in_([word.strip() for word in wanted.split(",")]))
    if assignee:
        query = query.where(tickets.c.assignee == assignee)
    if q and q.strip():
        query = query.where(_says(q.strip()))
    if cursor:
        query = query.where(tickets.c.number < _number(cursor))
    return _page(store, query, limit)


def queue(store: Store, *, limit: int = 50) -> Page:
    """What waits for a person: urgent first, then what has waited longest. Not paged: work it down."""
    open_states = tickets.c.state.in_(("new", "triaged")) | tickets.c.attention
    query = (
        select(tickets)
        .where(open_states)
        .order_by(tickets.c.urgent.desc(), tickets.c.attention.desc(), tickets.c.updated_at)
        .limit(min(max(limit, 1), MAX_LIMIT))
    )
    with store.read() as connection:
        return Page(tuple(line(row) for row in connection.execute(query)), None)


def counts_by_state(store: Store) -> dict[str, int]:
    """How many tickets are in each state that has any."""
    query = select(tickets.c.state, func.count()).group_by(tickets.c.state)
    with store.read() as connection:
        return {state: count for state, count in connection.execute(query)}


def line(row: Row[Any]) -> TicketLine:
    """A row of `tickets` as a line."""
    names = TicketLine.__dataclass_fields__.keys() - {"missing"}
    return TicketLine(missing=tuple(row.missing), **{name: getattr(row, name) for name in names})


def _page(store: Store, query: Select[Any], limit: int) -> Page:
    with store.read() as connection:
        rows = connection.execute(query).all()
    more = len(rows) > limit
    return Page(tuple(line(row) for row in rows[:limit]), str(rows[limit - 1].number) if more else None)


def _number(cursor: str) -> int:
    if not (cursor.isascii() and cursor.isdigit()):
        raise ValueError("the cursor is not one of ours: take it from `next`")
    return min(int(cursor), 2**31 - 1)


def _says(q: str) -> ColumnElement[bool]:
    found = or_(
        tickets.c.subject.icontains(q, autoescape=True),
        tickets.c.requester.icontains(q, autoescape=True),
        tickets.c.requester_name.icontains(q, autoescape=True),
        tickets.c.number.in_(select(messages.c.ticket).where(messages.c.text.icontains(q, autoescape=True))),
    )
    digits = q.lstrip("#")
    if digits.isascii() and digits.isdigit() and len(digits) < 10:
        found = or_(found, tickets.c.number == int(digits))
    return found
