"""Who works at the desk."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, Table, text

from bot.store.columns import UtcTime, Words
from bot.store.schema.base import metadata

agents = Table(
    "agents",
    metadata,
    Column("id", Words, primary_key=True),
    Column("email", Words, unique=True),
    Column("name", Words, nullable=False),
    Column("password_hash", Words),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column(
        "session_epoch", Integer, nullable=False, server_default=text("0")
    ),  # a higher one ends old sessions
    Column("preferences", JSON, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime),
)

login_links = Table(
    "login_links",
    metadata,
    Column("token_hash", Words, primary_key=True),  # SHA-256 in hex of the token
    Column("agent", Words, ForeignKey("agents.id"), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
)
