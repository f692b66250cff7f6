"""One suggestion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.store.engine import Store
from bot.store.schema.suggestion import suggestions


@dataclass(frozen=True)
class SuggestionView:
    id: int
    ticket: int
    kind: str
    state: str
    to: str
    subject: str
    text: str
    """As it is to be sent: the agent's own words where it was edited."""
    proposed_text: str
    """As the desk had put it."""
    articles: tuple[str, ...]
    decided_by: str | None
    decided_by_name: str | None
    decided_at: datetime | None
    reason: str | None
    created_at: datetime


def suggestion(store: Store, suggestion_id: int) -> SuggestionView | None:
    """The suggestion; `None` when there is none of that id."""
    with store.read() as connection:
        row = connection.execute(select(suggestions).where(suggestions.c.id == suggestion_id)).one_or_none()
    return None if row is None else view_of(row)


def suggestion_row(connection: Connection, suggestion_id: int) -> Row[Any]:
    """The row of a suggestion that is known to exist."""
    return connection.execute(select(suggestions).where(suggestions.c.id == suggestion_id)).one()


def view_of(row: Row[Any]) -> SuggestionView:
    """A row of `suggestions` as a view."""
    return SuggestionView(
        id=row.id,
        ticket=row.ticket,
        kind=row.kind,
        state=row.state,
        to=row.to,
        subject=row.subject,
        text=row.text if row.edited_text is None else row.edited_text,
        proposed_text=row.text,
        articles=tuple(row.articles),
        decided_by=row.decided_by,
        decided_by_name=row.decided_by_name,
        decided_at=row.decided_at,
        reason=row.reason,
        created_at=row.created_at,
    )
