"""A quarantined mail once more."""

from __future__ import annotations

from sqlalchemy import select, update

from bot.desk.context import Desk
from bot.desk.record import record
from bot.desk.types import Actor, DeskError, NotFound
from bot.store.schema.ledger import intake


def retry(desk: Desk, intake_id: int, actor: Actor) -> None:
    """Put a quarantined intake back to work. Raises `NotFound`, `DeskError`."""
    now = desk.now()
    with desk.store.write() as connection:
        row = connection.execute(select(intake.c.outcome).where(intake.c.id == intake_id)).one_or_none()
        if row is None:
            raise NotFound(f"there is no intake {intake_id}")
        if row.outcome != "quarantined":
            raise DeskError(f"intake {intake_id} is not quarantined: {row.outcome or 'it is in work'}")
        again = {"outcome": None, "reason": None, "due_at": now, "lease_until": None, "attempts": 0}
        connection.execute(update(intake).where(intake.c.id == intake_id).values(again))
        record(connection, now, actor, "tried_again", intake=intake_id)
    desk.wake()
