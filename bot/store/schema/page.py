"""Web pages that were looked at for a ticket."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table

from bot.store.columns import UtcTime, Words
from bot.store.schema.base import metadata

pages = Table(
    "pages",
    metadata,
    Column("key", Words, primary_key=True),  # SHA-256 in hex of the address
    Column("url", Words, nullable=False),
    Column("status", Integer, nullable=False),
    Column("content_type", Words, nullable=False),
    Column("sha256", Words, nullable=False, index=True),
    Column("at", UtcTime, nullable=False),
)
"""Web pages as they were when a ticket came in."""
