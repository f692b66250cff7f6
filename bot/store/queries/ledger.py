"""The ledger: what became of everything that was ever taken in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from bot.store.engine import Store
from bot.store.schema.ledger import intake


@dataclass(frozen=True)
class Ledger:
    """Counts. `seen` is the sum of the others once nothing is in work."""

    seen: int
    tickets: int
    appended: int
    duplicates: int
    set_aside: int
    quarantined: int

    @property
    def in_work(self) -> int:
        return self.seen - (
            self.tickets + self.appended + self.duplicates + self.set_aside + self.quarantined
        )


@dataclass(frozen=True)
class IntakeLine:
    """One row of the ledger; `outcome` `None`: in work."""

    id: int
    channel: str
    key: str
    sha256: str
    envelope_from: str | None
    received_at: datetime
    outcome: str | None
    reason: str | None
    ticket: int | None
    attempts: int
    last_error: str | None


def ledger_sums(connection: Connection) -> Ledger:
    """How many deliveries came, and what became of them."""
    query = select(intake.c.outcome, func.count().label("many")).group_by(intake.c.outcome)
    counts: dict[str | None, int] = {row.outcome: row.many for row in connection.execute(query)}
    return Ledger(
        seen=sum(counts.values()),
        tickets=counts.get("ticket", 0),
        appended=counts.get("appended", 0),
        duplicates=counts.get("duplicate", 0),
        set_aside=counts.get("set_aside", 0),
        quarantined=counts.get("quarantined", 0),
    )


def ledger(store: Store) -> Ledger:
    """The same, in a transaction of its own."""
    with store.read() as connection:
        return ledger_sums(connection)


def ledger_rows(
    connection: Connection, outcome: str | None = None, limit: int = 100, before: int | None = None
) -> list[IntakeLine]:
    """Rows of the ledger, the newest first; `outcome` `in_work` for those that have none yet."""
    columns = [intake.c[name] for name in IntakeLine.__dataclass_fields__]
    query = select(*columns).order_by(intake.c.id.desc()).limit(limit)
    if outcome is not None:
        in_work = outcome == "in_work"
        query = query.where(intake.c.outcome.is_(None) if in_work else intake.c.outcome == outcome)
    if before is not None:
        query = query.where(intake.c.id < before)
    return [IntakeLine(**row._mapping) for row in connection.execute(query)]


def ledger_row(connection: Connection, intake_id: int) -> Row[Any] | None:
    """One row of the ledger, whole."""
    return connection.execute(select(intake).where(intake.c.id == intake_id)).one_or_none()
