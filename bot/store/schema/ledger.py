"""What came in, and what became of it: nothing is acknowledged before its row is here."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, Table

from bot.store.columns import UtcTime, Words
from bot.store.schema.base import metadata, work

intake = Table(
    "intake",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", Words, nullable=False),
    Column("key", Words, nullable=False, unique=True),
    Column("sha256", Words, nullable=False, index=True),
    Column("fingerprint", Words),
    Column("envelope_from", Words),
    Column("envelope_to", JSON, nullable=False),
    Column("meta", JSON, nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("outcome", Words, index=True),  # null: in work
    Column("reason", Words),
    Column("ticket", Integer, ForeignKey("tickets.number"), index=True),
    *work(),
    sqlite_autoincrement=True,
)

fingerprints = Table(
    "fingerprints",
    metadata,
    Column("fingerprint", Words, primary_key=True),
    Column("intake", Integer, ForeignKey("intake.id"), nullable=False),
)
"""Which intake was the first with this message: decides a race between two ways in."""
