"""Who works on a ticket."""

from __future__ import annotations

from bot.desk.context import Desk
from bot.desk.record import change, record, ticket_row
from bot.desk.types import Actor, TooLate


def take(desk: Desk, number: int, actor: Actor, *, even_from: str | None = None) -> None:
    """Take the ticket. Raises `NotFound`, and `TooLate` when another has it.

    `even_from`: the id of the agent from whom it is knowingly taken over.
    """
    now = desk.now()
    with desk.store.write() as connection:
        ticket = ticket_row(connection, number)
        if ticket.assignee == actor.id:
            return
        if ticket.assignee is not None and ticket.assignee != even_from:
            raise TooLate(ticket.assignee_name or ticket.assignee, "taken", ticket.updated_at)
        change(connection, now, number, assignee=actor.id, assignee_name=actor.name)
        record(connection, now, actor, "took", ticket=number)
    desk.wake()


def leave(desk: Desk, number: int, actor: Actor) -> None:
    """Give the ticket back to everyone. Raises `NotFound`."""
    now = desk.now()
    with desk.store.write() as connection:
        if ticket_row(connection, number).assignee is None:
            return
        change(connection, now, number, assignee=None, assignee_name=None)
        record(connection, now, actor, "left", ticket=number)
    desk.wake()
