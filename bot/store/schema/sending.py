"""What goes out."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, Table

from bot.store.columns import UtcTime, Words
from bot.store.schema.base import flag, metadata, work

outgoing = Table(
    "outgoing",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket", Integer, ForeignKey("tickets.number"), nullable=False, index=True),
    Column("suggestion", Integer, ForeignKey("suggestions.id"), index=True),
    Column("kind", Words, nullable=False),  # reply, ask, escalate
    Column("then", Words, nullable=False),  # the ticket's state once it is sent
    Column("state", Words, nullable=False),  # due, sending, sent, failed, unknown, withdrawn
    Column("channel", Words, nullable=False),
    Column("to", Words, nullable=False),
    Column("to_domain", Words),
    Column("subject", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("files", JSON),  # name, content_type, and the text itself or the sha256 of kept bytes
    flag("automatic"),
    Column("author", Words, nullable=False),
    Column("author_name", Words, nullable=False),
    Column("message_id", Words),
    Column("in_reply_to", Words),
    Column("references", JSON, nullable=False),
    Column("thread", Words),
    Column("sender", Words),
    Column("ref", Words),
    Column("created_at", UtcTime, nullable=False, index=True),
    Column("sent_at", UtcTime),
    Column("fate", Words),  # what a mail server reported later: delayed, failed, delivered
    *work(),
    sqlite_autoincrement=True,
)

Index("ix_outgoing_automatic_created_at", outgoing.c.automatic, outgoing.c.created_at)
