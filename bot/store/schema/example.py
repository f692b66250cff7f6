"""What agents decided, to learn from."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, Table

from bot.store.columns import UtcTime, Words
from bot.store.schema.base import metadata

examples = Table(
    "examples",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket", Integer, ForeignKey("tickets.number"), nullable=False, index=True),
    Column("what", Words, nullable=False),  # accepted, dismissed, rerouted, …: see `bot/desk/learn.py`
    Column("actor", Words, nullable=False),
    Column("route", Words),
    Column("problem", Words),
    Column("action", Words),
    Column("text", Words, nullable=False),
    Column("data", JSON, nullable=False),
    Column("at", UtcTime, nullable=False),
)
