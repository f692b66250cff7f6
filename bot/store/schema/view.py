"""Where a channel shows a ticket or an incident, and what it has shown of it."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, Table, text

from bot.store.columns import Words
from bot.store.schema.base import flag, metadata, work

views = Table(
    "views",
    metadata,
    Column("ticket", Integer, ForeignKey("tickets.number"), primary_key=True),
    Column("channel", Words, primary_key=True),
    Column("ref", JSON),  # the channel's own words for what it shows
    Column("shown_version", Integer, nullable=False, server_default=text("-1")),
    *work(),
)

incident_views = Table(
    "incident_views",
    metadata,
    Column("incident", Integer, ForeignKey("incidents.id"), primary_key=True),
    Column("channel", Words, primary_key=True),
    Column("ref", JSON),  # the channel's own words for what it shows
    Column("shown", Words),  # what was shown last: see `bot/jobs/incident_cards.py`
    flag("over"),  # it was shown as over
    *work(),
)
