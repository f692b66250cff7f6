"""Work that raised: count it, wait longer each time, and in the end put the row where a person sees it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from bot.desk.context import Desk
from bot.desk.delivered import pause_s
from bot.desk.file import finish
from bot.desk.record import change, record
from bot.desk.types import SYSTEM, ChannelOff, NotYet
from bot.store.schema.ledger import intake
from bot.store.schema.sending import outgoing
from bot.store.schema.ticket import tickets
from bot.store.schema.view import views
from knowledge.vocabulary import TicketState

MAX_ATTEMPTS = 3
MAX_DEATHS = MAX_ATTEMPTS + 2
"""A row that so many workers have died of is not tried again."""
_WHILE_CHANNEL_IS_OFF = timedelta(minutes=1)
_WHILE_STORAGE_IS_AWAY = timedelta(seconds=30)
"""The disk is full or gone, the database is locked: no fault of the mail."""
_WAITING_FOR_A_FILE = timedelta(days=1)


def intake_failed(desk: Desk, intake_id: int, error: Exception) -> None:
    """Later again, or quarantined with the reason."""
    now = desk.now()
    with desk.store.write() as connection:
        row = connection.execute(select(intake).where(intake.c.id == intake_id)).one()
        if row.outcome is not None:
            return
        wait, attempts = _pause(error, row.attempts, now - row.received_at)
        if wait is None:
            finish(connection, now, intake_id, "quarantined", None, describe(error))
            return
        why = describe(error)
        values = {"due_at": now + wait, "lease_until": None, "attempts": attempts, "last_error": why}
        connection.execute(update(intake).where(intake.c.id == intake_id).values(values))


def _pause(error: Exception, attempts: int, age: timedelta) -> tuple[timedelta | None, int]:
    """How long to wait (`None`: no more), and how many attempts count: waiting for others is none."""
    if isinstance(error, ChannelOff):
        return _WHILE_CHANNEL_IS_OFF, attempts - 1
    if isinstance(error, OSError | OperationalError):
        return (_WHILE_STORAGE_IS_AWAY if age < _WAITING_FOR_A_FILE else None), attempts - 1
    if isinstance(error, NotYet):
        return (timedelta(seconds=error.after_s) if age < _WAITING_FOR_A_FILE else None), attempts - 1
    return (timedelta(seconds=pause_s(attempts)) if attempts < MAX_ATTEMPTS else None), attempts


def ticket_failed(desk: Desk, number: int, error: Exception) -> None:
    """Later again, or held for a person: the ticket is there with all that came in, only not triaged."""
    now = desk.now()
    with desk.store.write() as connection:
        row = connection.execute(select(tickets).where(tickets.c.number == number)).one()
        values: dict[str, Any] = {"lease_until": None, "last_error": describe(error)}
        if row.attempts < MAX_ATTEMPTS:
            values |= {"due_at": now + timedelta(seconds=pause_s(row.attempts))}
            connection.execute(update(tickets).where(tickets.c.number == number).values(values))
            return
        values |= {"due_at": None, "state": TicketState.TRIAGED, "attention": True}
        change(connection, now, number, heard=False, **values)
        record(connection, now, SYSTEM, "not_triaged", ticket=number, data={"why": describe(error)})


def outgoing_failed(desk: Desk, outgoing_id: int, error: Exception) -> None:
    """It was never tried (its channel is off): later again."""
    wait = desk.now() + _WHILE_CHANNEL_IS_OFF
    values = {"due_at": wait, "last_error": describe(error)}
    due = (outgoing.c.id == outgoing_id) & (outgoing.c.state == "due")
    with desk.store.write() as connection:
        connection.execute(update(outgoing).where(due).values(values))


def view_failed(desk: Desk, ticket: int, channel: str, error: Exception) -> None:
    """The channel could not show it: later again, for as long as it takes."""
    mine = (views.c.ticket == ticket) & (views.c.channel == channel)
    with desk.store.write() as connection:
        attempts = connection.execute(select(views.c.attempts).where(mine)).scalar_one()
        seconds = error.after_s if isinstance(error, NotYet) else pause_s(attempts)
        wait = desk.now() + timedelta(seconds=seconds)
        values = {"due_at": wait, "lease_until": None, "last_error": describe(error)}
        connection.execute(update(views).where(mine).values(values))


def describe(error: Exception) -> str:
    """An error in words that may be shown and logged; never longer than a paragraph."""
    return f"{type(error).__name__}: {error}"[:500] if str(error) else type(error).__name__
