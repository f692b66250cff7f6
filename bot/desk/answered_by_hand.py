"""An agent answered the requester where the requester asked: what stood ready is not needed any more."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, insert

from bot.desk.context import Desk
from bot.desk.record import change, record, ticket_row
from bot.desk.retire import retire_pending, withdraw_in_time_for_undo
from bot.desk.types import Actor, Incoming, StoredIntake
from bot.store.schema.message import messages
from knowledge.vocabulary import TicketState

_OPEN = (TicketState.NEW, TicketState.TRIAGED)


def answered_by_hand(
    desk: Desk, connection: Connection, stored: StoredIntake, incoming: Incoming, number: int, actor: Actor
) -> None:
    """Keep it as an answer of the desk; it is no evidence. The ticket then waits for the requester."""
    now = desk.now()
    ticket = ticket_row(connection, number)
    row: dict[str, Any] = {
        "ticket": number,
        "direction": "out",
        "role": "desk",
        "author": actor.id,
        "author_name": actor.name,
        "channel": stored.source.channel,
        "subject": incoming.subject,
        "text": incoming.text,
        "references": [],
        "sha256": stored.sha256,
        "intake": stored.intake_id,
        "attachments": [msgspec.to_builtins(item) for item in incoming.attachments],
        "at": stored.received_at,
    }
    connection.execute(insert(messages).values(row))
    retire_pending(connection, now, number, actor)
    withdraw_in_time_for_undo(connection, now, number)
    values: dict[str, Any] = {}
    if ticket.state in _OPEN:
        values = {"state": TicketState.WAITING, "due_at": None, "attention": False}
    change(connection, now, number, **values)
    record(connection, now, actor, "answered_by_hand", ticket=number)
