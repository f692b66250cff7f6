"""Not now: a ticket goes out of the agents' way until a time, or until something happens on it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from bot.desk.close import DONE
from bot.desk.context import Desk
from bot.desk.record import change, record, ticket_row
from bot.desk.types import SYSTEM, Actor, DeskError
from bot.store.schema.ticket import tickets

LONGEST = timedelta(days=366)


def snooze(desk: Desk, number: int, actor: Actor, until: datetime) -> None:
    """Needs nobody until then; whatever comes in brings it back sooner. Raises `NotFound`, `DeskError`."""
    now = desk.now()
    if until <= now:
        raise DeskError("that time is over already")
    if until - now > LONGEST:
        raise DeskError("a year is the longest")
    with desk.store.write() as connection:
        if ticket_row(connection, number).state in DONE:
            raise DeskError("this ticket is not open")
        change(connection, now, number, attention=False, snoozed_until=until)
        data = {"until": f"{until:%Y-%m-%d %H:%M %Z}"}
        record(connection, now, actor, "snoozed", ticket=number, data=data)
    desk.wake()


def bring_back(desk: Desk, number: int, actor: Actor) -> None:
    """Look at it now, after all. Raises `NotFound`."""
    now = desk.now()
    with desk.store.write() as connection:
        if ticket_row(connection, number).snoozed_until is None:
            return
        change(connection, now, number, snoozed_until=None)
        record(connection, now, actor, "brought_back", ticket=number)
    desk.wake()


def wake_one(desk: Desk) -> bool:
    """Bring back one ticket whose time has come; `False`: there is none."""
    now = desk.now()
    query = (
        select(tickets.c.number)
        .where(tickets.c.snoozed_until <= now)
        .order_by(tickets.c.snoozed_until)
        .limit(1)
    )
    with desk.store.read() as connection:
        if connection.execute(query).first() is None:
            return False
    with desk.store.write() as connection:
        number = connection.execute(query.with_for_update()).scalar_one_or_none()
        if number is None:
            return False
        change(connection, now, number, attention=True)
        record(connection, now, SYSTEM, "snooze_over", ticket=number)
    desk.wake()
    return True
