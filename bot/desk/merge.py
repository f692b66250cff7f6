"""Making one incident of two."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from bot.desk.context import Desk
from bot.desk.escalate_incident import weigh
from bot.desk.incident_rows import claim_shared, incident_row, members, one_at_a_time, touch
from bot.desk.record import change, record
from bot.desk.types import Actor, DeskError
from bot.store.schema.incident import incident_causes, incident_splits, incident_tickets


def merge(desk: Desk, into: int, other: int, actor: Actor) -> None:
    """All tickets and causes of `other` are `into`'s. Raises `NotFound`, `DeskError`."""
    if into == other:
        raise DeskError("an incident cannot be merged with itself")
    now = desk.now()
    with desk.store.write() as connection:
        one_at_a_time(connection)
        rows = [incident_row(connection, incident) for incident in sorted((into, other))]
        moved = [member.number for member in members(connection, other)]
        for table in (incident_tickets, incident_causes):
            connection.execute(update(table).where(table.c.incident == other).values(incident=into))
        _keep_splits(connection, into, other)
        touch(connection, other, state="merged", merged_into=into)
        touch(
            connection,
            into,
            last_at=max(row.last_at for row in rows),
            opened_at=min(row.opened_at for row in rows),
        )
        claim_shared(connection, into)
        for number in moved:
            change(connection, now, number)
            record(connection, now, actor, "merged", ticket=number, incident=into)
        record(connection, now, actor, "merged", incident=other, data={"into": into})
        weigh(desk, connection, into)
    desk.wake()


def _keep_splits(connection: Connection, into: int, other: int) -> None:
    """What was split off from either stays apart from both, unless it is part of the other one."""
    inside = select(incident_tickets.c.ticket).where(incident_tickets.c.incident == into)
    apart = select(incident_splits.c.ticket).where(
        incident_splits.c.incident == other, incident_splits.c.ticket.not_in(inside)
    )
    known = set(
        connection.execute(
            select(incident_splits.c.ticket).where(incident_splits.c.incident == into)
        ).scalars()
    )
    for ticket in set(connection.execute(apart).scalars()) - known:
        connection.execute(insert(incident_splits).values(incident=into, ticket=ticket))
