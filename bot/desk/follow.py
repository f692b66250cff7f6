"""What belongs to a message stands on the same ticket: after messages have moved, the rest follows."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from bot.store.schema.message import evidence, mail_traits, messages
from bot.store.schema.sending import outgoing


def follow(connection: Connection, number: int) -> None:
    """Move to this ticket what was read from its messages, and the sent mails that they are."""
    here = select(messages.c.id).where(messages.c.ticket == number)
    for table in (evidence, mail_traits):
        strays = table.c.message.in_(here) & (table.c.ticket != number)
        connection.execute(update(table).where(strays).values(ticket=number))
    sent = select(messages.c.message_id).where(
        messages.c.ticket == number, messages.c.direction == "out", messages.c.message_id.is_not(None)
    )
    strays = outgoing.c.message_id.in_(sent) & (outgoing.c.ticket != number) & (outgoing.c.state == "sent")
    connection.execute(update(outgoing).where(strays).values(ticket=number))
