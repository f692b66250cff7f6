"""What the checks of a ticket found."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, Table

from bot.store.columns import UtcTime, Words
from bot.store.schema.base import metadata

findings = Table(
    "findings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket", Integer, ForeignKey("tickets.number"), nullable=False, index=True),
    Column("check", Words, nullable=False),
    Column("code", Words, nullable=False),
    Column("status", Words, nullable=False),
    Column("summary", Words, nullable=False),
    Column("advice", Words, nullable=False),
    Column("who_can_fix", Words),
    Column("source", Words, nullable=False),
    Column("data", JSON, nullable=False),
    Column("at", UtcTime, nullable=False),
)
