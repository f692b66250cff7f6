"""What became of one delivery?"""

from __future__ import annotations

from sqlalchemy import Connection, select

from bot.store.queries.ledger import IntakeLine
from bot.store.schema.ledger import intake


def ledger_row(connection: Connection, intake_id: int) -> IntakeLine | None:
    """One row of the ledger; `None` when there is none of that id."""
    columns = [intake.c[name] for name in IntakeLine.__dataclass_fields__]
    row = connection.execute(select(*columns).where(intake.c.id == intake_id)).one_or_none()
    return None if row is None else IntakeLine(**row._mapping)
