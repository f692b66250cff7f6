"""A thing that a channel does once a day: one worker of all gets it, and a day is never done twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.desk.context import Desk
from bot.setting_types import DailyTime
from bot.store.schema.watch import flags

LATE = timedelta(hours=4)
"""So long after its time it is still worth having; later, the next day's is."""
AGAIN = timedelta(minutes=5)
KEPT = timedelta(days=7)


def due_day(now: datetime, at: DailyTime) -> date | None:
    """The day whose turn it is, in its own time zone; `None`: not yet, or not any more."""
    zone = ZoneInfo(at.zone)
    today = now.astimezone(zone).date()
    for day in (today, today - timedelta(days=1)):
        turn = datetime.combine(day, at.at, zone)
        if turn <= now < turn + LATE:
            return day
    return None


def claim_day(desk: Desk, name: str, day: date) -> bool:
    """Whether this worker may do it now. Who dies meanwhile leaves the day done: better none than two."""
    now, row = desk.now(), f"{name}:{day}"
    query = select(flags).where(flags.c.name == row)
    with desk.store.read() as connection:
        found = connection.execute(query).one_or_none()
    if found is not None and (found.value.get("state") != "put off" or found.at > now):
        return False
    try:
        with desk.store.write() as connection:
            if found is not None:
                same = (flags.c.name == row) & (flags.c.at == found.at)
                again = update(flags).where(same).values(at=now, value={"state": "begun"})
                return connection.execute(again).rowcount == 1
            old = flags.c.name.startswith(f"{name}:", autoescape=True) & (flags.c.at < now - KEPT)
            connection.execute(delete(flags).where(old))
            connection.execute(insert(flags).values(name=row, value={"state": "begun"}, at=now))
    except IntegrityError:
        return False  # another worker has it
    return True


def put_off_day(desk: Desk, name: str, day: date) -> None:
    """It certainly was not done: somebody tries again in a while."""
    values = {"value": {"state": "put off"}, "at": desk.now() + AGAIN}
    with desk.store.write() as connection:
        connection.execute(update(flags).where(flags.c.name == f"{name}:{day}").values(values))
