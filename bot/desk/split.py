"""Taking a ticket out of its incident, or putting one into it, by hand."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert

from bot.desk.context import Desk
from bot.desk.escalate_incident import weigh
from bot.desk.incident_rows import (
    add_member,
    claim_shared,
    drop_member,
    incident_of,
    incident_row,
    one_at_a_time,
)
from bot.desk.record import change, record, ticket_row
from bot.desk.types import Actor, DeskError
from bot.store.schema.incident import incident_splits
from knowledge.vocabulary import TicketState


def split(desk: Desk, number: int, actor: Actor) -> None:
    """The ticket is on its own again, and is looked at again. It is not gathered there any more.

    Raises `NotFound`, and `DeskError` when it is part of no incident.
    """
    now = desk.now()
    with desk.store.write() as connection:
        one_at_a_time(connection)
        ticket = ticket_row(connection, number)
        incident = incident_of(connection, number)
        if incident is None:
            raise DeskError(f"ticket {number} is part of no incident")
        drop_member(connection, now, incident, number)
        connection.execute(insert(incident_splits).values(incident=incident, ticket=number))
        record(connection, now, actor, "split_off", ticket=number, incident=incident)
        if ticket.state == TicketState.TRIAGED:
            change(connection, now, number, heard=True, state=TicketState.NEW)
        weigh(desk, connection, incident)
    desk.wake()


def put_in(desk: Desk, incident: int, number: int, actor: Actor) -> None:
    """The ticket belongs to this incident, says a person. Raises `NotFound`, `DeskError`."""
    now = desk.now()
    with desk.store.write() as connection:
        one_at_a_time(connection)
        incident_row(connection, incident)
        if ticket_row(connection, number).state == TicketState.SET_ASIDE:
            raise DeskError(f"ticket {number} is set aside")
        if incident_of(connection, number) == incident:
            return
        _take_out(connection, desk, number, actor)
        again = (incident_splits.c.incident == incident) & (incident_splits.c.ticket == number)
        connection.execute(delete(incident_splits).where(again))
        add_member(connection, now, incident, number, actor.id)
        claim_shared(connection, incident)
        record(connection, now, actor, "put_into_incident", ticket=number, incident=incident)
        weigh(desk, connection, incident)
    desk.wake()


def _take_out(connection: Connection, desk: Desk, number: int, actor: Actor) -> None:
    before = incident_of(connection, number)
    if before is not None:
        drop_member(connection, desk.now(), before, number)
        record(connection, desk.now(), actor, "split_off", ticket=number, incident=before)
