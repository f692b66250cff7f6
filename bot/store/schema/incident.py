"""Tickets that share a cause."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table

from bot.store.columns import UtcTime, Words
from bot.store.schema.base import count, flag, metadata

incidents = Table(
    "incidents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", Words, nullable=False),
    Column("state", Words, nullable=False, index=True),  # open, closed, merged
    Column("merged_into", Integer, ForeignKey("incidents.id")),
    flag("urgent"),
    Column("urgent_because", Words),
    Column("lead", Integer, ForeignKey("tickets.number")),  # the ticket that its escalation is sent from
    Column("opened_at", UtcTime, nullable=False),
    Column("last_at", UtcTime, nullable=False),  # when the last ticket was added
    Column("answered_by", Words),  # Actor.name of who wrote to all of them last
    Column("answered_at", UtcTime),
    count("version"),  # anything about it has changed
    sqlite_autoincrement=True,
)

incident_tickets = Table(
    "incident_tickets",
    metadata,
    Column("ticket", Integer, ForeignKey("tickets.number"), primary_key=True),
    Column("incident", Integer, ForeignKey("incidents.id"), nullable=False, index=True),
    Column("by", Words, nullable=False),  # Actor.id
    flag("massive"),  # one such report is enough to escalate
    Column("at", UtcTime, nullable=False),
)
"""A ticket is part of one incident at most."""

incident_splits = Table(
    "incident_splits",
    metadata,
    Column("incident", Integer, ForeignKey("incidents.id"), primary_key=True),
    Column("ticket", Integer, ForeignKey("tickets.number"), primary_key=True),
)
"""A person said that this ticket is not part of that incident: it is not gathered again."""

ticket_causes = Table(
    "ticket_causes",
    metadata,
    Column("ticket", Integer, ForeignKey("tickets.number"), primary_key=True),
    Column("kind", Words, primary_key=True),
    Column("key", Words, primary_key=True),
    Column("words", Words, nullable=False),
)
"""What may have caused a ticket, as triage last saw it."""

Index("ix_ticket_causes_kind_key", ticket_causes.c.kind, ticket_causes.c.key)

incident_causes = Table(
    "incident_causes",
    metadata,
    Column("kind", Words, primary_key=True),
    Column("key", Words, primary_key=True),
    Column("incident", Integer, ForeignKey("incidents.id"), nullable=False, index=True),
    Column("words", Words, nullable=False),
)
"""Which open incident a cause belongs to; an incident that is over lets go of its causes."""
