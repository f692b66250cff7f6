"""Was the last word of a requester old already when it was taken in? Then no machine answers it.

So a mailbox that is read for the first time, or after a long break, sets nothing off by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select

from bot.store.schema.ledger import intake
from bot.store.schema.message import messages

ARRIVED_AT = "arrived_at"
"""In an intake's meta: when it came into the mailbox, in ISO 8601 with zone."""
OLD_AFTER = timedelta(hours=24)


def came_late(connection: Connection, number: int) -> bool:
    """Whether the newest message on this ticket had waited for more than a day; unknown times count as no."""
    query = (
        select(intake.c.received_at, intake.c.meta)
        .join(messages, messages.c.intake == intake.c.id)
        .where(messages.c.ticket == number, messages.c.direction == "in")
        .order_by(messages.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return row is not None and _waited(row.received_at, row.meta) > OLD_AFTER


def _waited(received_at: datetime, meta: Mapping[str, str]) -> timedelta:
    try:
        arrived = datetime.fromisoformat(meta[ARRIVED_AT])
    except (KeyError, ValueError):
        return timedelta(0)
    return received_at - (arrived if arrived.tzinfo else arrived.replace(tzinfo=UTC))
