"""What the desk proposes to send, and what became of it."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, Table

from bot.store.columns import UtcTime, Words
from bot.store.schema.base import metadata

suggestions = Table(
    "suggestions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket", Integer, ForeignKey("tickets.number"), nullable=False, index=True),
    Column("kind", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("to", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("edited_text", Words),
    Column("articles", JSON, nullable=False),
    Column("purpose", Words),  # of a reply around an escalation: handover, closing
    Column("data", JSON),  # of an escalation: the case as data (docs/dossier.md)
    Column("heard", Integer, nullable=False),  # what the ticket had heard when this was thought
    Column("decided_by", Words),
    Column("decided_by_name", Words),
    Column("decided_at", UtcTime),
    Column("reason", Words),
    Column("created_at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)
