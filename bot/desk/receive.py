"""Taking something in: when this returns, bytes and ledger row are on disk, and it may be acknowledged."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from bot.desk.context import Desk
from bot.desk.record import record
from bot.desk.types import SYSTEM, Receipt, Source
from bot.store.schema.ledger import intake


def receive(desk: Desk, raw: bytes, source: Source, *, wait_s: float = 0) -> Receipt:
    """Keep one delivery. The same key again is the same delivery: nothing new, `repeated`.

    `wait_s`: no worker takes it up before, because its sender is still writing (`bot/desk/held.py`).
    """
    sha256 = desk.raw.put(raw)
    try:
        receipt = _enter(desk, sha256, source, wait_s)
    except IntegrityError:
        return _known(desk, source.key)
    desk.wake()
    return receipt


def is_received(desk: Desk, key: str) -> bool:
    """Whether the delivery of this key stands in the ledger."""
    with desk.store.read() as connection:
        return connection.execute(select(intake.c.id).where(intake.c.key == key)).first() is not None


def _enter(desk: Desk, sha256: str, source: Source, wait_s: float) -> Receipt:
    now = desk.now()
    row = {
        "channel": source.channel,
        "key": source.key,
        "sha256": sha256,
        "envelope_from": source.envelope_from,
        "envelope_to": list(source.envelope_to),
        "meta": dict(source.meta),
        "received_at": now,
        "due_at": now + timedelta(seconds=wait_s),
    }
    with desk.store.write(first=True) as connection:
        result = connection.execute(insert(intake).values(row).returning(intake.c.id))
        intake_id: int = result.scalar_one()
        record(connection, now, SYSTEM, "received", intake=intake_id, data={"channel": source.channel})
    return Receipt(intake_id, sha256, repeated=False)


def _known(desk: Desk, key: str) -> Receipt:
    with desk.store.read() as connection:
        row = connection.execute(select(intake.c.id, intake.c.sha256).where(intake.c.key == key)).one()
    return Receipt(row.id, row.sha256, repeated=True)
