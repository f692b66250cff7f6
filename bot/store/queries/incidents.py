"""Incidents: the list, one whole, and the one that a ticket is part of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Row, Select, func, select

from bot.store.schema.incident import incident_causes, incident_tickets, incidents
from bot.store.schema.ticket import tickets
from bot.store.schema.trail import audit
from knowledge.vocabulary import TicketState

_COLUMNS = ("number", "subject", "requester", "requester_name", "state", "created_at")


@dataclass(frozen=True)
class IncidentLine:
    """One incident in a list; `tickets` and `people` count what is not set aside."""

    id: int
    title: str
    state: str
    """`open`, `closed` or `merged`."""
    merged_into: int | None
    urgent: bool
    urgent_because: str | None
    lead: int | None
    opened_at: datetime
    last_at: datetime
    answered_by: str | None
    answered_at: datetime | None
    version: int
    tickets: int
    people: int


@dataclass(frozen=True)
class IncidentView:
    line: IncidentLine
    tickets: Sequence[Row[Any]]
    """Tickets, oldest first: a few columns of each, and `massive`."""
    causes: tuple[tuple[str, str], ...]
    """Kind and words of what its tickets have in common."""
    audit: Sequence[Row[Any]]


def incident_lines(
    connection: Connection, states: Sequence[str] = ("open",), limit: int = 100, before: int | None = None
) -> list[IncidentLine]:
    """Those of these states, the highest number first; `before`: only lower numbers."""
    query = _lines().where(incidents.c.state.in_(states))
    if before is not None:
        query = query.where(incidents.c.id < before)
    return [_line(row) for row in connection.execute(query.order_by(incidents.c.id.desc()).limit(limit))]


def incident_line(connection: Connection, incident: int) -> IncidentLine | None:
    row = connection.execute(_lines().where(incidents.c.id == incident)).one_or_none()
    return None if row is None else _line(row)


def incident_of_ticket(connection: Connection, ticket: int) -> IncidentLine | None:
    """The incident that a ticket is part of; `None`: it stands alone."""
    query = select(incident_tickets.c.incident).where(incident_tickets.c.ticket == ticket)
    found = connection.execute(query).scalar_one_or_none()
    return None if found is None else incident_line(connection, found)


def incidents_of(connection: Connection, numbers: Sequence[int]) -> dict[int, int]:
    """Ticket -> its open incident, for a list of tickets."""
    query = (
        select(incident_tickets.c.ticket, incident_tickets.c.incident)
        .join(incidents, incidents.c.id == incident_tickets.c.incident)
        .where(incident_tickets.c.ticket.in_(numbers), incidents.c.state == "open")
    )
    return {row.ticket: row.incident for row in connection.execute(query)}


def incident_view(connection: Connection, incident: int) -> IncidentView | None:
    """Everything on one incident; `None` when there is none of that number."""
    line = incident_line(connection, incident)
    if line is None:
        return None
    columns: list[Column[Any]] = [tickets.c[name] for name in _COLUMNS]
    held: Select[Any] = (
        select(*columns, incident_tickets.c.massive)
        .join(incident_tickets, incident_tickets.c.ticket == tickets.c.number)
        .where(incident_tickets.c.incident == incident)
        .order_by(tickets.c.number)
    )
    causes = select(incident_causes.c.kind, incident_causes.c.words).where(
        incident_causes.c.incident == incident
    )
    trail = select(audit).where(audit.c.incident == incident, audit.c.ticket.is_(None)).order_by(audit.c.id)
    return IncidentView(
        line,
        connection.execute(held).all(),
        tuple(sorted({(row.kind, row.words) for row in connection.execute(causes)})),
        connection.execute(trail).all(),
    )


def count_open(connection: Connection) -> int:
    """How many incidents are open."""
    query = select(func.count()).select_from(incidents).where(incidents.c.state == "open")
    return connection.execute(query).scalar_one()


def _lines() -> Any:
    counted = (
        select(
            incident_tickets.c.incident,
            func.count().label("tickets"),
            func.count(func.distinct(func.lower(tickets.c.requester))).label("people"),
        )
        .join(tickets, tickets.c.number == incident_tickets.c.ticket)
        .where(tickets.c.state != TicketState.SET_ASIDE)
        .group_by(incident_tickets.c.incident)
        .subquery()
    )
    return select(
        incidents,
        func.coalesce(counted.c.tickets, 0).label("tickets"),
        func.coalesce(counted.c.people, 0).label("people"),
    ).outerjoin(counted, counted.c.incident == incidents.c.id)


def _line(row: Row[Any]) -> IncidentLine:
    return IncidentLine(**{name: getattr(row, name) for name in IncidentLine.__dataclass_fields__})
