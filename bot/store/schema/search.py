"""What the search looks into beside the tickets themselves."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table

from bot.store.columns import Words
from bot.store.schema.base import metadata

evidence_words = Table(
    "evidence_words",
    metadata,
    Column("message", Integer, ForeignKey("messages.id"), primary_key=True),
    Column("words", Words, nullable=False),
)
"""Addresses, hosts, Message-IDs and the like of a message's evidence, by `bot/store/evidence_words.py`: small
enough to be looked through whole."""
