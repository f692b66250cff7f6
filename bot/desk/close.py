"""Ending a ticket, and opening it again."""

from __future__ import annotations

from bot.desk.context import Desk
from bot.desk.learn import keep_example
from bot.desk.merged import own_row
from bot.desk.outcome import mark_ledger
from bot.desk.record import change, record, ticket_row
from bot.desk.retire import retire_pending
from bot.desk.types import Actor, DeskError
from knowledge.vocabulary import TicketState

DONE = (TicketState.SOLVED, TicketState.CLOSED, TicketState.SET_ASIDE)


def close(desk: Desk, number: int, actor: Actor, state: TicketState = TicketState.CLOSED) -> None:
    """`solved`, `closed`, or `set_aside` for what is no request. Raises `NotFound`, `DeskError`."""
    if state not in DONE:
        raise DeskError(f"a ticket cannot be closed as {state}")
    now = desk.now()
    with desk.store.write() as connection:
        if ticket_row(connection, number).state == state:
            return
        retire_pending(connection, now, number, actor)
        aside = state == TicketState.SET_ASIDE
        mark_ledger(connection, number, aside, f"set aside by {actor.name}")
        change(connection, now, number, state=state, attention=False, due_at=None, snoozed_until=None)
        record(connection, now, actor, state, ticket=number)
        keep_example(desk, connection, number, actor, state)
    desk.wake()


def reopen(desk: Desk, number: int, actor: Actor) -> None:
    """Think about it again. Raises `NotFound`, `DeskError`."""
    now = desk.now()
    with desk.store.write() as connection:
        if own_row(connection, number).state not in DONE:
            raise DeskError("this ticket is open already")
        mark_ledger(connection, number, False)
        change(connection, now, number, heard=True, state=TicketState.NEW)
        record(connection, now, actor, "reopened", ticket=number)
        keep_example(desk, connection, number, actor, "reopened")
    desk.wake()
