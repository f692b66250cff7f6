"""Slack workspaces, where there are several."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Table

from bot.store.columns import UtcTime, Words
from bot.store.schema.base import metadata

slack_installations = Table(
    "slack_installations",
    metadata,
    Column("team", Words, primary_key=True),
    Column("data", JSON, nullable=False),  # slack_sdk's Bot, with its token
    Column("at", UtcTime, nullable=False),
)

slack_states = Table(
    "slack_states",
    metadata,
    Column("state", Words, primary_key=True),
    Column("expires_at", UtcTime, nullable=False),
)
"""Installations that have begun: each state is good once."""

slack_places = Table(
    "slack_places",
    metadata,
    Column("channel", Words, primary_key=True),
    Column("team", Words, nullable=False),
)
"""Which workspace a channel belongs to, where there are several."""
