"""How the desk itself is: its switches, what agents have to know, its mails to itself."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Integer, Table

from bot.store.columns import UtcTime, Words
from bot.store.schema.base import metadata, work

flags = Table(
    "flags",
    metadata,
    Column("name", Words, primary_key=True),  # such as `breaker`
    Column("value", JSON, nullable=False),
    Column("at", UtcTime, nullable=False),
)

alerts = Table(
    "alerts",
    metadata,
    Column("name", Words, primary_key=True),  # such as `breaker`
    Column("words", Words, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("told", JSON, nullable=False),  # the channels that have told their people
    *work(),
)
"""What agents have to know now, whichever ticket they look at; a row is there as long as it holds."""

self_tests = Table(
    "self_tests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("message_id", Words, nullable=False),
    Column("sent_at", UtcTime, nullable=False, index=True),
    Column("trouble", Words),  # why it could not be handed over
    Column("arrived_at", UtcTime),
    Column("signed", Words),  # what its DKIM signature came to: pass, fail, none, temperror
    sqlite_autoincrement=True,
)
"""Mails that the desk sends to itself, to know that the whole way works."""
