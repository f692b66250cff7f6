"""What every verb writes beside its own change: the audit row, and the ticket's new version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.desk.types import Actor, NotFound
from bot.store.schema.sending import outgoing as outgoing_table
from bot.store.schema.ticket import tickets
from bot.store.schema.trail import audit
from bot.store.schema.view import views

Data = Mapping[str, str | int | float | bool | None]


def record(
    connection: Connection,
    at: datetime,
    actor: Actor,
    what: str,
    *,
    ticket: int | None = None,
    intake: int | None = None,
    suggestion: int | None = None,
    outgoing: int | None = None,
    incident: int | None = None,
    data: Data | None = None,
) -> None:
    """Write who did what, in the transaction of the thing itself."""
    row = {
        "at": at,
        "actor_kind": actor.kind,
        "actor": actor.id,
        "actor_name": actor.name,
        "what": what,
        "ticket": ticket,
        "intake": intake,
        "suggestion": suggestion,
        "outgoing": outgoing,
        "incident": incident,
        "data": dict(data or {}),
    }
    connection.execute(insert(audit).values(row))


def change(connection: Connection, at: datetime, number: int, *, heard: bool = False, **values: Any) -> None:
    """Change a ticket. Its version grows, so that every channel shows it anew; `heard`: triage must run.

    A snoozed ticket is due again when something happens that a person should look at.
    """
    if heard or values.get("attention"):
        values.setdefault("snoozed_until", None)
    values |= {"version": tickets.c.version + 1, "updated_at": at}
    if heard:
        values |= {"heard": tickets.c.heard + 1, "due_at": at, "attempts": 0, "last_error": None}
    connection.execute(update(tickets).where(tickets.c.number == number).values(values))
    connection.execute(update(views).where(views.c.ticket == number).values(due_at=at))


def ticket_row(connection: Connection, number: int) -> Row[Any]:
    """The ticket's row: nobody else changes it within a transaction that writes. Raises `NotFound`."""
    row = connection.execute(select(tickets).where(tickets.c.number == number)).one_or_none()
    if row is None:
        raise NotFound(f"there is no ticket {number}")
    return row


def outgoing_row(connection: Connection, outgoing_id: int) -> Row[Any]:
    """An outgoing message's row, locked for this transaction. Raises `NotFound`."""
    query = select(outgoing_table).where(outgoing_table.c.id == outgoing_id).with_for_update()
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"there is no outgoing message {outgoing_id}")
    return row
