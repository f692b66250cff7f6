"""Retiring what is pending on a ticket, because something newer stands in its place."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, update

from bot.desk.types import SYSTEM, Actor
from bot.store.schema import suggestions
from knowledge.vocabulary import SuggestionState


def retire_pending(connection: Connection, at: datetime, number: int, actor: Actor = SYSTEM) -> None:
    """Every pending suggestion of the ticket is superseded, by whom is kept."""
    pending = (suggestions.c.ticket == number) & (suggestions.c.state == SuggestionState.PENDING)
    values = {
        "state": SuggestionState.SUPERSEDED,
        "decided_by": actor.id,
        "decided_by_name": actor.name,
        "decided_at": at,
    }
    connection.execute(update(suggestions).where(pending).values(values))
