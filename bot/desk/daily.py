"""A thing that a channel does once a day: due until it was done, and in the hands of one worker of all.

The row says how it stands: `begun` (until `at`, as a lease), `put off` (until `at`), or `done`.
"""

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
_OPEN = ("begun", "put off")


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
    """Whether this worker may do it now: nobody has, and nobody is at it.

    It is held for as long as a row of work (`desk.lease`). Who dies meanwhile lets it go, and another one
    does it; so `end_day` has to say that it was done.
    """
    now, row = desk.now(), f"{name}:{day}"
    held = now + desk.lease
    with desk.store.read() as connection:
        found = connection.execute(select(flags).where(flags.c.name == row)).one_or_none()
    if found is not None and (found.value.get("state") not in _OPEN or found.at > now):
        return False
    try:
        with desk.store.write() as connection:
            if found is not None:
                same = (flags.c.name == row) & (flags.c.at == found.at)
                again = update(flags).where(same).values(at=held, value={"state": "begun"})
                return connection.execute(again).rowcount == 1
            old = flags.c.name.startswith(f"{name}:", autoescape=True) & (flags.c.at < now - KEPT)
            connection.execute(delete(flags).where(old))
            connection.execute(insert(flags).values(name=row, value={"state": "begun"}, at=held))
    except IntegrityError:
        return False  # another worker has it
    return True


def end_day(desk: Desk, name: str, day: date) -> None:
    """It was done, or nobody can tell whether it was: better once than twice."""
    _say(desk, name, day, "done", desk.now())


def put_off_day(desk: Desk, name: str, day: date) -> None:
    """It certainly was not done: somebody tries again in a while."""
    _say(desk, name, day, "put off", desk.now() + AGAIN)


def _say(desk: Desk, name: str, day: date, state: str, at: datetime) -> None:
    with desk.store.write() as connection:
        values = {"value": {"state": state}, "at": at}
        connection.execute(update(flags).where(flags.c.name == f"{name}:{day}").values(values))
