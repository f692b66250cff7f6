"""A note among agents: kept on the ticket, never sent."""

from __future__ import annotations

from sqlalchemy import insert

from bot.desk.context import Desk
from bot.desk.record import change, record, ticket_row
from bot.desk.types import Actor, DeskError
from bot.store.schema import messages


def note(desk: Desk, number: int, actor: Actor, text: str) -> None:
    """Write an internal note. Raises `NotFound`, `DeskError`."""
    if not text.strip():
        raise DeskError("the note is empty")
    now = desk.now()
    with desk.store.write() as connection:
        ticket = ticket_row(connection, number)
        row = {
            "ticket": number,
            "direction": "internal",
            "role": "desk",
            "author": actor.id,
            "author_name": actor.name,
            "channel": ticket.channel,
            "subject": "",
            "text": text,
            "references": [],
            "attachments": [],
            "at": now,
        }
        connection.execute(insert(messages).values(row))
        change(connection, now, number)
        record(connection, now, actor, "noted", ticket=number)
    desk.wake()
