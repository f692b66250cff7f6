"""Rows of incidents, as the verbs that work on them need them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Row, Select, delete, func, insert, select, text, update

from bot.desk.record import change
from bot.desk.types import DeskError, NotFound
from bot.store.schema.incident import incident_causes, incident_tickets, incidents, ticket_causes
from bot.store.schema.ticket import tickets
from knowledge.vocabulary import TicketState
from triage.incidents import most_telling

_LOCK = 0x696E6369
_OVER = (TicketState.SET_ASIDE,)
_SHOWN_ANEW = 5
_COLUMNS = ("number", "subject", "requester", "state", "route", "problem", "heard", "created_at")


def one_at_a_time(connection: Connection) -> None:
    """Incidents are changed by one worker at a time. SQLite's writers are that already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def incident_row(connection: Connection, incident: int, *, is_open: bool = True) -> Row[Any]:
    """The row, locked. Raises `NotFound`, and `DeskError` when it is over."""
    query = select(incidents).where(incidents.c.id == incident).with_for_update()
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"there is no incident {incident}")
    if is_open and row.state != "open":
        where = f" into incident {row.merged_into}" if row.merged_into else ""
        raise DeskError(f"incident {incident} is {row.state}{where} already")
    return row


def incident_of(connection: Connection, ticket: int) -> int | None:
    """The incident that a ticket is part of."""
    query = select(incident_tickets.c.incident).where(incident_tickets.c.ticket == ticket)
    found: int | None = connection.execute(query).scalar_one_or_none()
    return found


def members(connection: Connection, incident: int, most: int | None = None) -> Sequence[Row[Any]]:
    """The tickets of an incident that are requests, oldest first: a few columns of each, and `massive`."""
    columns: list[Column[Any]] = [tickets.c[name] for name in _COLUMNS]
    query: Select[Any] = (
        select(*columns, incident_tickets.c.massive)
        .limit(most)
        .join(incident_tickets, incident_tickets.c.ticket == tickets.c.number)
        .where(incident_tickets.c.incident == incident, tickets.c.state.not_in(_OVER))
        .order_by(tickets.c.number)
    )
    return connection.execute(query).all()


def add_member(
    connection: Connection, at: datetime, incident: int, ticket: int, by: str, massive: bool = False
) -> None:
    """Put a ticket into an incident; both are shown anew."""
    row = {"ticket": ticket, "incident": incident, "by": by, "massive": massive, "at": at}
    connection.execute(insert(incident_tickets).values(row))
    touch(connection, incident, last_at=at)
    _show(connection, at, incident, ticket)


def drop_member(connection: Connection, at: datetime, incident: int, ticket: int) -> None:
    """Take a ticket out of an incident; the others are shown anew, too."""
    connection.execute(delete(incident_tickets).where(incident_tickets.c.ticket == ticket))
    touch(connection, incident)
    _show(connection, at, incident, ticket)


def _show(connection: Connection, at: datetime, incident: int, ticket: int) -> None:
    """Show anew the ticket and the first ones of its incident: all of a large one would be too much talk."""
    first = [member.number for member in members(connection, incident, _SHOWN_ANEW)]
    for number in dict.fromkeys((ticket, *first)):
        change(connection, at, number)


def touch(connection: Connection, incident: int, **values: Any) -> None:
    """Change an incident: its version grows."""
    values |= {"version": incidents.c.version + 1}
    connection.execute(update(incidents).where(incidents.c.id == incident).values(values))


def claim_shared(connection: Connection, incident: int) -> None:
    """Every cause that two of its tickets have is the incident's, unless another one has it already.

    It is called by what most of them have in common.
    """
    query = (
        select(
            ticket_causes.c.kind,
            ticket_causes.c.key,
            func.min(ticket_causes.c.words).label("words"),
            func.count().label("many"),
        )
        .join(incident_tickets, incident_tickets.c.ticket == ticket_causes.c.ticket)
        .where(incident_tickets.c.incident == incident)
        .group_by(ticket_causes.c.kind, ticket_causes.c.key)
        .having(func.count() >= 2)
    )
    found = connection.execute(query).all()
    claim(connection, incident, [(row.kind, row.key, row.words) for row in found])
    if found:
        title = min(found, key=lambda row: (-row.many, most_telling(row.kind, row.key), row.key))
        touch(connection, incident, title=title.words)


def claim(connection: Connection, incident: int, causes: Collection[tuple[str, str, str]]) -> None:
    """The incident's from now on: (kind, key, words)."""
    for kind, key, words in causes:
        same = (incident_causes.c.kind == kind) & (incident_causes.c.key == key)
        if connection.execute(select(incident_causes.c.incident).where(same)).first() is None:
            row = {"kind": kind, "key": key, "incident": incident, "words": words}
            connection.execute(insert(incident_causes).values(row))


def let_go(connection: Connection, incident: int) -> None:
    """It is over: its causes may begin another incident."""
    connection.execute(delete(incident_causes).where(incident_causes.c.incident == incident))
