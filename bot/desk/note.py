"""A note among agents: kept on the ticket, never sent."""

from __future__ import annotations

from sqlalchemy import insert, select

from bot.desk.context import Desk
from bot.desk.record import change, record, ticket_row
from bot.desk.types import Actor, DeskError
from bot.store.schema.message import messages


def note(desk: Desk, number: int, actor: Actor, text: str, key: str | None = None) -> None:
    """Write an internal note; the same `key` is the same note, once. Raises `NotFound`, `DeskError`."""
    if not text.strip():
        raise DeskError("the note is empty")
    now = desk.now()
    with desk.store.write() as connection:
        ticket = ticket_row(connection, number)
        same = (messages.c.ticket == number) & (messages.c.message_id == key)
        if key is not None and connection.execute(select(messages.c.id).where(same)).first() is not None:
            return
        row = {
            "ticket": number,
            "direction": "internal",
            "role": "desk",
            "author": actor.id,
            "author_name": actor.name,
            "channel": ticket.channel,
            "subject": "",
            "text": text,
            "message_id": key,
            "references": [],
            "attachments": [],
            "at": now,
        }
        connection.execute(insert(messages).values(row))
        change(connection, now, number)
        record(connection, now, actor, "noted", ticket=number)
    desk.wake()
