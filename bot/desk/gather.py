"""Gathering: tickets within a window that share a cause become one incident."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, or_, select

from bot.desk.context import Desk
from bot.desk.escalate_incident import weigh
from bot.desk.incident_rows import (
    add_member,
    claim,
    claim_shared,
    drop_member,
    incident_of,
    let_go,
    one_at_a_time,
)
from bot.desk.record import record, ticket_row
from bot.desk.types import SYSTEM
from bot.store.schema.incident import (
    incident_causes,
    incident_splits,
    incident_tickets,
    incidents,
    ticket_causes,
)
from bot.store.schema.ticket import tickets
from knowledge.vocabulary import TicketState
from triage.incidents import WINDOW, Cause, Report, share_a_cause

_MOST_OTHERS = 500


def gather(
    desk: Desk, connection: Connection, number: int, causes: Sequence[Cause], *, massive: bool = False
) -> int | None:
    """Keep what may have caused a ticket, and put it into the incident that it belongs to.

    Runs in the transaction in which the ticket's decision is kept. Returns the incident, if there is one.
    """
    one_at_a_time(connection)
    now = desk.now()
    _keep_causes(connection, number, causes)
    incident = incident_of(connection, number)
    if incident is not None and not causes and not massive:
        _leave(connection, now, incident, number)
        incident = incident_of(connection, number)
    elif incident is None and causes:
        incident = _find(desk, connection, number, causes, massive)
    if incident is not None:
        if massive:
            mine = incident_tickets.c.ticket == number
            connection.execute(incident_tickets.update().where(mine).values(massive=True))
        weigh(desk, connection, incident)
    return incident


def _keep_causes(connection: Connection, number: int, causes: Sequence[Cause]) -> None:
    connection.execute(delete(ticket_causes).where(ticket_causes.c.ticket == number))
    rows = [
        {"ticket": number, "kind": cause.kind, "key": cause.key[:500], "words": cause.words[:500]}
        for cause in causes
    ]
    if rows:
        connection.execute(insert(ticket_causes), rows)


def _find(
    desk: Desk, connection: Connection, number: int, causes: Sequence[Cause], massive: bool
) -> int | None:
    """The open incident to which a cause belongs, else that of a ticket which shares one, else a new one."""
    now = desk.now()
    apart = _split_from(connection, number)
    claimed = _claimed(connection, now, causes, apart)
    if claimed is not None:
        return _join(connection, now, claimed, [number])
    known, free = _others(connection, number, causes, apart)
    if known is not None:
        return _join(connection, now, known, [number])
    if not free and not massive:
        return None
    incident = _open(connection, now, next((cause.words for cause in causes), ""))
    if massive:
        claim(connection, incident, [(cause.kind, cause.key, cause.words) for cause in causes])
    return _join(connection, now, incident, sorted({number, *free}))


def _claimed(
    connection: Connection, now: datetime, causes: Sequence[Cause], apart: frozenset[int]
) -> int | None:
    query = (
        select(incidents.c.id, incidents.c.last_at)
        .join(incident_causes, incident_causes.c.incident == incidents.c.id)
        .where(_any_of(incident_causes, causes))
        .order_by(incidents.c.id)
    )
    for row in connection.execute(query.distinct()).all():
        if now - row.last_at > WINDOW:
            let_go(connection, row.id)
        elif row.id not in apart:
            return int(row.id)
    return None


def _others(
    connection: Connection, number: int, causes: Sequence[Cause], apart: frozenset[int]
) -> tuple[int | None, list[int]]:
    """Who else has such a cause: the open incident of one that is in one, and those that are in none."""
    new = ticket_row(connection, number)
    columns = (tickets.c.number, tickets.c.requester, tickets.c.created_at)
    query = (
        select(*columns, ticket_causes.c.kind, ticket_causes.c.key, incidents.c.id, incidents.c.state)
        .join(ticket_causes, ticket_causes.c.ticket == tickets.c.number)
        .outerjoin(incident_tickets, incident_tickets.c.ticket == tickets.c.number)
        .outerjoin(incidents, incidents.c.id == incident_tickets.c.incident)
        .where(
            _any_of(ticket_causes, causes),
            tickets.c.number != number,
            tickets.c.state != TicketState.SET_ASIDE,
            tickets.c.created_at >= new.created_at - WINDOW,
        )
        .order_by(tickets.c.number.desc())
        .limit(_MOST_OTHERS)
    )
    held: dict[int, tuple[Any, set[tuple[str, str]]]] = {}
    for row in connection.execute(query):
        held.setdefault(row.number, (row, set()))[1].add((row.kind, row.key))
    mine = _report(new, {(cause.kind, cause.key) for cause in causes})
    sharing = share_a_cause(mine, [_report(row, keys) for row, keys in held.values()])
    rows = [held[report.ticket][0] for report in sharing]
    known = sorted(row.id for row in rows if row.state == "open" and row.id not in apart)
    free = [row.number for row in rows if row.id is None]
    return (known[0] if known else None), [one for one in free if not apart & _split_from(connection, one)]


def _report(row: Any, keys: set[tuple[str, str]]) -> Report:
    return Report(row.number, row.requester, row.created_at, frozenset(keys))


def _any_of(table: Any, causes: Sequence[Cause]) -> Any:
    return or_(*(and_(table.c.kind == cause.kind, table.c.key == cause.key[:500]) for cause in causes))


def _split_from(connection: Connection, number: int) -> frozenset[int]:
    query = select(incident_splits.c.incident).where(incident_splits.c.ticket == number)
    return frozenset(connection.execute(query).scalars())


def _open(connection: Connection, now: datetime, words: str) -> int:
    row = {"title": words, "state": "open", "opened_at": now, "last_at": now}
    incident: int = connection.execute(insert(incidents).values(row).returning(incidents.c.id)).scalar_one()
    record(connection, now, SYSTEM, "incident_opened", incident=incident, data={"why": words})
    return incident


def _join(connection: Connection, now: datetime, incident: int, numbers: Sequence[int]) -> int:
    for number in numbers:
        add_member(connection, now, incident, number, SYSTEM.id)
        record(connection, now, SYSTEM, "gathered", ticket=number, incident=incident)
    claim_shared(connection, incident)
    return incident


def _leave(connection: Connection, now: datetime, incident: int, number: int) -> None:
    """Looked at again it has nothing to do with it; what a person has put there stays."""
    mine = (incident_tickets.c.ticket == number) & (incident_tickets.c.by == SYSTEM.id)
    if connection.execute(select(incident_tickets.c.ticket).where(mine)).first() is not None:
        drop_member(connection, now, incident, number)
        record(connection, now, SYSTEM, "left_incident", ticket=number, incident=incident)
