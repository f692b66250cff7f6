"""Claiming one due row for one worker."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, or_, select, update

from bot.desk.context import Desk
from bot.jobs.keeper import LEASE
from bot.store.engine import Store


@contextmanager
def in_hand(desk: Desk, table: Table, *where: ColumnElement[bool]) -> Iterator[Row[Any] | None]:
    """Claim one due row, and keep its lease running to the end of the block; `None`: nothing is due."""
    keeper = desk.keeper
    row = claim(desk.store, table, desk.now(), desk.lease if keeper is None else LEASE, *where)
    if row is None or keeper is None:
        yield row
        return
    with keeper.hold(table, row):
        yield row


def claim(
    store: Store, table: Table, at: datetime, lease: timedelta, *where: ColumnElement[bool]
) -> Row[Any] | None:
    """The row that has been due the longest, now under a lease and with one attempt more.

    `None`: nothing is due. `where` holds for the row that is taken.
    """
    key = next(iter(table.primary_key.columns))
    with store.read() as connection:  # most looks find nothing: they should not take the write lock
        if connection.execute(select(key).where(_due(table, at), *where).limit(1)).first() is None:
            return None
    due = (
        select(key)
        .where(_due(table, at), *where)
        .order_by(table.c.due_at, key)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    values = {"lease_until": at + lease, "attempts": table.c.attempts + 1}
    with store.write() as connection:
        claimed = update(table).where(key == due.scalar_subquery(), *where).values(values).returning(table)
        return connection.execute(claimed).one_or_none()


def _due(table: Table, at: datetime) -> ColumnElement[bool]:
    free = or_(table.c.lease_until.is_(None), table.c.lease_until <= at)
    return (table.c.due_at <= at) & free
