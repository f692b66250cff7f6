"""Retiring what stands ready on a ticket, because something newer has come in its place."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, update

from bot.desk.types import SYSTEM, Actor
from bot.store.schema.sending import outgoing
from bot.store.schema.suggestion import suggestions
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


def withdraw_in_time_for_undo(connection: Connection, at: datetime, number: int) -> bool:
    """Stop answers that can still be taken back: the requester has written again. `True`: there was one."""
    still = (
        (outgoing.c.ticket == number)
        & (outgoing.c.state == "due")
        & (outgoing.c.due_at > at)
        & (outgoing.c.attempts == 0)
    )
    withdrawn = update(outgoing).where(still).values(state="withdrawn", due_at=None)
    found = connection.execute(withdrawn.returning(outgoing.c.suggestion)).scalars().all()
    for suggestion in found:
        if suggestion is not None:
            mine = suggestions.c.id == suggestion
            connection.execute(update(suggestions).where(mine).values(state=SuggestionState.SUPERSEDED))
    return bool(found)
