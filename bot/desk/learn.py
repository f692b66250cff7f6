"""What an agent did becomes a labelled example."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from bot.desk.context import Desk
from bot.desk.record import ticket_row
from bot.desk.types import Actor
from bot.store.schema import examples, messages


def keep_example(desk: Desk, connection: Connection, number: int, actor: Actor, what: str) -> None:
    """Keep the ticket's words with the decision that a person has confirmed or refused."""
    ticket = ticket_row(connection, number)
    query = (
        select(messages.c.text)
        .where(messages.c.ticket == number, messages.c.role == "requester")
        .order_by(messages.c.id)
    )
    row = {
        "ticket": number,
        "what": what,
        "actor": actor.id,
        "route": ticket.decided_route or ticket.route,
        "problem": ticket.decided_problem or ticket.problem,
        "action": ticket.action,
        "text": "\n\n".join((ticket.subject, *connection.execute(query).scalars())),
        "data": {"confidence": ticket.confidence},
        "at": desk.now(),
    }
    connection.execute(insert(examples).values(row))
