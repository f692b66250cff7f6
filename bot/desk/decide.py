"""Taking a pending suggestion, to accept or dismiss it: one wins, the others are told who was first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from bot.desk.record import ticket_row
from bot.desk.suggest import Suggested
from bot.desk.types import Actor, NotFound, TooLate
from bot.store.schema.message import messages
from bot.store.schema.suggestion import suggestions
from knowledge.vocabulary import SuggestionKind, SuggestionState


def take_pending(
    connection: Connection,
    at: datetime,
    suggestion_id: int,
    actor: Actor,
    state: SuggestionState,
    **values: Any,
) -> Suggested:
    """Move a pending suggestion on. Raises `NotFound`, and `TooLate` with who was first."""
    row = connection.execute(select(suggestions).where(suggestions.c.id == suggestion_id)).one_or_none()
    if row is None:
        raise NotFound(f"there is no suggestion {suggestion_id}")
    values |= {"state": state, "decided_by": actor.id, "decided_by_name": actor.name, "decided_at": at}
    pending = (suggestions.c.id == suggestion_id) & (suggestions.c.state == SuggestionState.PENDING)
    if connection.execute(update(suggestions).where(pending).values(values)).rowcount != 1:
        row = connection.execute(select(suggestions).where(suggestions.c.id == suggestion_id)).one()
        raise TooLate(row.decided_by_name or _newcomer(connection, row), row.state, row.decided_at)
    return _as_suggested(row)


def refuse_stale(connection: Connection, suggestion: Suggested) -> None:
    """Raise `TooLate` when the ticket has heard something since the suggestion was made."""
    row = connection.execute(select(suggestions).where(suggestions.c.id == suggestion.id)).one()
    if ticket_row(connection, suggestion.ticket).heard != row.heard:
        raise TooLate(_newcomer(connection, row), SuggestionState.SUPERSEDED, None)


def _newcomer(connection: Connection, suggestion: Row[Any]) -> str:
    """Who wrote to the ticket after the suggestion was made."""
    newer = (messages.c.ticket == suggestion.ticket) & (messages.c.at >= suggestion.created_at)
    query = select(messages.c.author_name, messages.c.author).where(newer).order_by(messages.c.id.desc())
    row = connection.execute(query.limit(1)).one_or_none()
    return "mailtriage" if row is None else str(row.author_name or row.author)


def _as_suggested(row: Row[Any]) -> Suggested:
    kind = SuggestionKind(row.kind)
    articles = tuple(row.articles)
    return Suggested(row.id, row.ticket, kind, row.to, row.subject, row.text, articles, row.data, row.purpose)
