"""Tickets, and who has to do with one."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Integer, Table

from bot.store.columns import UtcTime, Words
from bot.store.schema.base import count, flag, metadata, work

tickets = Table(
    "tickets",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("subject", Words, nullable=False),
    Column("requester", Words, nullable=False, index=True),
    Column("requester_name", Words),
    Column("channel", Words, nullable=False),
    Column("thread", Words, index=True),
    Column("help_address", Words),
    Column("platform", Words, nullable=False),
    Column("state", Words, nullable=False, index=True),
    Column("route", Words, index=True),
    Column("confidence", Float),
    Column("confident", Boolean),
    Column("problem", Words),
    Column("action", Words),
    Column("missing", JSON, nullable=False),
    Column("decision", JSON),  # what triage said, without the evidence
    flag("urgent"),
    flag("attention"),  # something happened that a person should look at
    flag("asked"),
    flag("may_auto_answer"),
    Column("assignee", Words),  # Actor.id
    Column("assignee_name", Words),
    Column("decided_route", Words),  # by a person, wins over triage
    Column("decided_problem", Words),
    Column("known", JSON, nullable=False),  # details filled in by hand
    Column("escalated_to", Words),
    Column("escalation_ref", Words),  # ours
    Column("support_ref", Words),  # the number that the platform's support gave it
    Column("escalated_at", UtcTime),
    Column("remind_at", UtcTime, index=True),
    Column("snoozed_until", UtcTime, index=True),  # an agent wants to see it again then
    count("reminded"),
    Column("merged_into", Integer, index=True),  # the ticket that goes on in its place
    count("version"),  # anything that is shown has changed
    count("heard"),  # something that triage reads has changed
    Column("created_at", UtcTime, nullable=False, index=True),
    Column("updated_at", UtcTime, nullable=False),
    *work(),
    sqlite_autoincrement=True,
)

participants = Table(
    "participants",
    metadata,
    Column("ticket", Integer, ForeignKey("tickets.number"), primary_key=True),
    Column("address", Words, primary_key=True),  # in lower case
    Column("name", Words),
    Column("how", Words, nullable=False),  # wrote, copied, forwarder, quoted: see `bot/desk/participants.py`
    Column("at", UtcTime, nullable=False),
)
"""Who has to do with a ticket beside its requester."""
