"""A mail that is still in work, put where a person looks at it: no further attempt is made."""

from __future__ import annotations

from sqlalchemy import select, update

from bot.desk.context import Desk
from bot.desk.record import record
from bot.desk.types import Actor, DeskError, NotFound
from bot.store.schema.ledger import intake


def quarantine(desk: Desk, intake_id: int, actor: Actor) -> None:
    """Quarantine an intake that is not filed yet. Raises `NotFound`, `DeskError`.

    A worker that is reading it just now comes too late to file it.
    """
    now = desk.now()
    with desk.store.write() as connection:
        row = connection.execute(
            select(intake).where(intake.c.id == intake_id).with_for_update()
        ).one_or_none()
        if row is None:
            raise NotFound(f"there is no intake {intake_id}")
        if row.outcome is not None:
            raise DeskError(f"intake {intake_id} is no longer in work: {row.outcome}")
        reason = f"put aside by {actor.name}" + (f"; before that: {row.last_error}" if row.last_error else "")
        values = {"outcome": "quarantined", "reason": reason, "due_at": None, "lease_until": None}
        connection.execute(update(intake).where(intake.c.id == intake_id).values(values))
        record(connection, now, actor, "quarantined", intake=intake_id, data={"reason": reason})
    desk.wake()
