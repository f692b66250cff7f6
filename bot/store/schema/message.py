"""What was said on a ticket, and what was read from it."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, Table, text

from bot.store.columns import UtcTime, Words
from bot.store.schema.base import flag, metadata

messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket", Integer, ForeignKey("tickets.number"), nullable=False, index=True),
    Column("direction", Words, nullable=False),  # in, out, internal
    Column("role", Words, nullable=False),  # requester, support, other, desk
    Column("author", Words, nullable=False),
    Column("author_name", Words),
    Column("channel", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("message_id", Words),
    Column("in_reply_to", Words),
    Column("references", JSON, nullable=False),
    Column("sha256", Words),
    Column("intake", Integer, ForeignKey("intake.id")),
    Column("attachments", JSON, nullable=False),
    flag("automatic"),
    Column("verified", Boolean, nullable=False, server_default=text("true")),
    Column("marks", JSON(none_as_null=True)),  # what is odd about its sender, in words
    Column("moved_from", Integer),  # the ticket that it stood on before a merge
    Column("edited_at", UtcTime),  # when its author last changed it
    Column("earlier", JSON),  # what it said before: `text` and `until` of each, oldest first
    Column("withdrawn_at", UtcTime),  # its author took it back: kept, and not thought about
    Column("at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)

message_ids = Table(
    "message_ids",
    metadata,
    Column("message_id", Words, primary_key=True),
    Column("ticket", Integer, ForeignKey("tickets.number"), primary_key=True),
    flag("ours"),
    Column("outgoing", Integer, ForeignKey("outgoing.id")),
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket", Integer, ForeignKey("tickets.number"), nullable=False, index=True),
    Column("message", Integer, ForeignKey("messages.id"), nullable=False, unique=True),
    Column("kind", Words, nullable=False),
    Column("data", JSON, nullable=False),  # triage.model.Evidence, whole
)

mail_traits = Table(
    "mail_traits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket", Integer, ForeignKey("tickets.number"), nullable=False, index=True),
    Column("message", Integer, ForeignKey("messages.id"), nullable=False),
    Column("nr", Integer, nullable=False),  # which mail in the message: 0 is the letter itself
    Column("role", Words, nullable=False),  # letter, sample, original
    flag("proven"),  # its sender is authenticated
    flag("listed"),  # it carries the marks of a list
    Column("kind", Words, nullable=False),
    Column("value", Words, nullable=False),
)
"""What every mail that came in could be told by, for asking what blocking it would hurt."""

Index("ix_mail_traits_kind_value", mail_traits.c.kind, mail_traits.c.value)
