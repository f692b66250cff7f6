"""A clock that is set back must not make what was due wait for it to come round again."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select, update

from bot.desk.context import Desk
from bot.store.schema.ledger import intake
from bot.store.schema.sending import outgoing
from bot.store.schema.ticket import tickets
from bot.store.schema.trail import audit
from bot.store.schema.view import views

log = structlog.get_logger()

_STEP = timedelta(seconds=5)
"""Less than this is slewing, or the difference between two machines."""


class ClockSteps:
    """Thread-safe. `look` often; the first look compares with what the desk wrote down last."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = threading.Lock()
        self._latest: datetime | None = None

    def look(self) -> None:
        now = self._desk.now()
        with self._lock:
            before = _last_written(self._desk) if self._latest is None else self._latest
            self._latest = now
        if before is not None and now < before - _STEP:
            log.warning("clock.set_back", seconds=round((before - now).total_seconds()))
            _put_right(self._desk, now, before)


def _last_written(desk: Desk) -> datetime | None:
    query = select(audit.c.at).order_by(audit.c.id.desc()).limit(1)
    with desk.store.read() as connection:
        at: datetime | None = connection.execute(query).scalar_one_or_none()
    return at


def _put_right(desk: Desk, now: datetime, before: datetime) -> None:
    """What had been due is due; no lease is longer than a lease can be. What was put off stays put off."""
    with desk.store.write() as connection:
        for table in (intake, tickets, outgoing, views):
            was_due = (table.c.due_at > now) & (table.c.due_at <= before)
            connection.execute(update(table).where(was_due).values(due_at=now))
            too_long = table.c.lease_until > now + desk.lease
            connection.execute(update(table).where(too_long).values(lease_until=now + desk.lease))
