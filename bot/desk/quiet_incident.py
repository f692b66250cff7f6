"""An incident of which nothing more has come, and whose tickets are all done, is over by itself."""

from __future__ import annotations

from sqlalchemy import select

from bot.desk.close_incident import close_incident
from bot.desk.context import Desk
from bot.desk.types import SYSTEM, DeskError
from bot.store.schema.incident import incident_tickets, incidents
from bot.store.schema.ticket import tickets
from knowledge.vocabulary import TicketState
from triage.incidents import WINDOW

_OPEN = (TicketState.NEW, TicketState.TRIAGED, TicketState.WAITING, TicketState.ESCALATED)


def close_quiet(desk: Desk) -> bool:
    """Close one such incident; `False`: there is none."""
    open_ones = (
        select(tickets.c.number)
        .join(incident_tickets, incident_tickets.c.ticket == tickets.c.number)
        .where(incident_tickets.c.incident == incidents.c.id, tickets.c.state.in_(_OPEN))
    )
    query = select(incidents.c.id).where(
        incidents.c.state == "open", incidents.c.last_at <= desk.now() - WINDOW, ~open_ones.exists()
    )
    with desk.store.read() as connection:
        found = connection.execute(query.order_by(incidents.c.id).limit(1)).scalar_one_or_none()
    if found is None:
        return False
    try:
        close_incident(desk, found, SYSTEM)
    except DeskError:  # somebody was first
        return False
    return True
