"""Who did what, and when."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Integer, Table

from bot.store.columns import UtcTime, Words
from bot.store.schema.base import metadata

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("actor_kind", Words, nullable=False),
    Column("actor", Words, nullable=False),
    Column("actor_name", Words, nullable=False),
    Column("what", Words, nullable=False),
    Column("ticket", Integer, index=True),
    Column("intake", Integer, index=True),
    Column("suggestion", Integer),
    Column("outgoing", Integer),
    Column("incident", Integer, index=True),
    Column("data", JSON, nullable=False),
    sqlite_autoincrement=True,
)
