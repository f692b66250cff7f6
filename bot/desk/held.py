"""What has been taken in and waits until its sender has said all: nobody works on it before it is due.

It stands in the ledger like all others, so when its sender simply leaves, it becomes a ticket by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, select, update

from bot.desk.context import Desk
from bot.desk.types import Source, StoredIntake
from bot.store.schema.ledger import intake

_MOST = 50


def held(desk: Desk, sender: str, prefix: str) -> Sequence[StoredIntake]:
    """What this sender has said so far, oldest first; `prefix` of the keys tells where."""
    with desk.store.read() as connection:
        query = select(intake).where(_waits(desk, sender, prefix)).order_by(intake.c.id).limit(_MOST)
        rows = connection.execute(query).all()
    return tuple(
        StoredIntake(
            row.id,
            Source(row.channel, row.key, row.envelope_from, tuple(row.envelope_to), row.meta),
            row.sha256,
            desk.raw.get(row.sha256),
            row.received_at,
        )
        for row in rows
    )


def hold_on(desk: Desk, sender: str, prefix: str, wait_s: float) -> None:
    """They are still writing: all of it waits for so long from now."""
    _due(desk, sender, prefix, wait_s)


def release(desk: Desk, sender: str, prefix: str) -> int:
    """They have said all; returns how many are due now."""
    count = _due(desk, sender, prefix, 0)
    desk.wake()
    return count


def _due(desk: Desk, sender: str, prefix: str, wait_s: float) -> int:
    due_at = desk.now() + timedelta(seconds=wait_s)
    with desk.store.write() as connection:
        changed = update(intake).where(_waits(desk, sender, prefix)).values(due_at=due_at)
        return connection.execute(changed).rowcount


def _waits(desk: Desk, sender: str, prefix: str) -> ColumnElement[bool]:
    return (
        intake.c.outcome.is_(None)
        & (intake.c.attempts == 0)
        & (intake.c.due_at > desk.now())
        & (intake.c.envelope_from == sender)
        & intake.c.key.startswith(prefix, autoescape=True)
    )
