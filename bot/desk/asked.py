"""What was asked of the requester so far, by requests for details that have gone out."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from bot.store.schema.sending import outgoing
from bot.store.schema.suggestion import suggestions
from knowledge.vocabulary import SuggestionKind, SuggestionState
from triage.model import Request

NOT_GONE = ("withdrawn", "failed")


def requests_of(connection: Connection, number: int) -> tuple[Request, ...]:
    """Oldest first. One that was taken back, or could not be delivered, has asked for nothing."""
    query = (
        select(outgoing.c.created_at, suggestions.c.data)
        .select_from(outgoing.outerjoin(suggestions, suggestions.c.id == outgoing.c.suggestion))
        .where(outgoing.c.ticket == number, outgoing.c.kind == SuggestionKind.ASK)
        .where(outgoing.c.state.not_in(NOT_GONE))
        .order_by(outgoing.c.id)
    )
    return tuple(Request(row.created_at, asks_of(row.data)) for row in connection.execute(query))


def ask_no_more(connection: Connection, number: int) -> bool:
    """Whether a person has dismissed a request that would have followed another one."""
    first = (
        select(func.min(outgoing.c.created_at))
        .where(outgoing.c.ticket == number, outgoing.c.kind == SuggestionKind.ASK)
        .where(outgoing.c.state.not_in(NOT_GONE))
        .scalar_subquery()
    )
    dismissed = (
        (suggestions.c.ticket == number)
        & (suggestions.c.kind == SuggestionKind.ASK)
        & (suggestions.c.state == SuggestionState.DISMISSED)
        & (suggestions.c.created_at > first)
    )
    return connection.execute(select(suggestions.c.id).where(dismissed)).first() is not None


def asks_of(data: object) -> tuple[str, ...]:
    """The names of the details that a suggestion asks for, as they were kept with it."""
    asks = data.get("asks") if isinstance(data, dict) else None
    return tuple(str(name) for name in asks) if isinstance(asks, list) else ()
