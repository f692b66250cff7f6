"""A case that nobody has answered: the agents are reminded, later and later. No mail is sent."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from bot.desk.context import Desk
from bot.desk.record import change, record
from bot.desk.types import SYSTEM
from bot.store.schema.ticket import tickets
from knowledge.vocabulary import Escalation, TicketState

_MOST_DOUBLINGS = 6
_SATURDAY = 5


def remind_one(desk: Desk) -> bool:
    """Mark one escalated ticket whose time is over; `False`: there is none."""
    now = desk.now()
    due = (tickets.c.state == TicketState.ESCALATED) & (tickets.c.remind_at <= now)
    query = select(tickets).where(due).order_by(tickets.c.remind_at).limit(1)
    with desk.store.read() as connection:
        if connection.execute(query).first() is None:
            return False
    with desk.store.write() as connection:
        row = connection.execute(query.with_for_update()).one_or_none()
        if row is None:
            return False
        count = row.reminded + 1
        again = next_reminder(now, desk.platform.escalation, count)
        change(connection, now, row.number, attention=True, reminded=count, remind_at=again)
        data = {"with": row.escalated_to, "count": count}
        record(connection, now, SYSTEM, "reminded", ticket=row.number, data=data)
    desk.wake()
    return True


def next_reminder(at: datetime, escalation: Escalation, reminded: int = 0) -> datetime | None:
    """When to remind next: after the profile's time, doubled each time; `None`: it wants no reminders."""
    hours = escalation.remind_after_hours * 2 ** min(reminded, _MOST_DOUBLINGS)
    if hours <= 0:
        return None
    return (
        _on_weekdays(at, timedelta(hours=hours)) if escalation.weekdays_only else at + timedelta(hours=hours)
    )


def _on_weekdays(at: datetime, left: timedelta) -> datetime:
    """So much later, Saturdays and Sundays (UTC) not counted."""
    while True:
        midnight = at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        if at.weekday() >= _SATURDAY:
            at = midnight
        elif at + left <= midnight:
            return at + left
        else:
            left -= midnight - at
            at = midnight
