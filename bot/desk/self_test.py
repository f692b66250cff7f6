"""A mail to oneself, once a day: handed over like an answer, taken in like a question, and missed when late.

So an MTA that loses mail, a mailbox that nobody reads any more or a wrong password is known the same day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, text, update

from bot.channels import Channel
from bot.desk.alerts import end_alert, open_alerts, raise_alert
from bot.desk.context import Desk
from bot.desk.types import Delivery, DeliveryOutcome
from bot.settings.groups.desk import DeskSettings
from bot.store.schema.watch import self_tests

ALERT = "self_test"
EVERY = timedelta(days=1)
AGAIN_AFTER_TROUBLE = timedelta(hours=1)
LATE_AFTER = timedelta(minutes=30)
_LOCK = 0x73656C66

Post = Callable[[int, datetime], tuple[str, Delivery]]
"""Number and time of a test -> its Message-ID, and how handing it over ended."""


def check_oneself(desk: Desk, channels: Mapping[str, Channel]) -> bool:
    """Send one when it is time, and say when one is late. `False`: nothing was to be done."""
    if not desk.settings.of(DeskSettings).self_test:
        return _switched_off(desk)
    post: Post | None = getattr(channels.get("mail"), "post_self_test", None)
    now = desk.now()
    with desk.store.read() as connection:
        last = last_test(connection)
    if post is not None and _is_time(last, now):
        return _send(desk, post)
    if last is None or last.trouble or not is_late(last, now):
        return False
    with desk.store.write() as connection:
        return _say_late(connection, now)


def note_arrival(connection: Connection, at: datetime, number: int, signed: str | None) -> None:
    """It has come back; `signed`: what its DKIM signature came to. The first arrival counts."""
    mine = (self_tests.c.id == number) & self_tests.c.arrived_at.is_(None)
    connection.execute(update(self_tests).where(mine).values(arrived_at=at, signed=signed))
    last = last_test(connection)
    if last is not None and last.id == number:
        end_alert(connection, ALERT)


def last_test(connection: Connection) -> Row[Any] | None:
    return connection.execute(select(self_tests).order_by(self_tests.c.id.desc()).limit(1)).one_or_none()


def last_arrival(connection: Connection) -> Row[Any] | None:
    query = select(self_tests).where(self_tests.c.arrived_at.is_not(None)).order_by(self_tests.c.id.desc())
    return connection.execute(query.limit(1)).one_or_none()


def is_late(last: Row[Any], at: datetime) -> bool:
    return last.arrived_at is None and at - last.sent_at >= LATE_AFTER


def _switched_off(desk: Desk) -> bool:
    """What was missed before holds no more."""
    with desk.store.read() as connection:
        if all(alert.name != ALERT for alert in open_alerts(connection)):
            return False
    with desk.store.write() as connection:
        return end_alert(connection, ALERT)


def _is_time(last: Row[Any] | None, now: datetime) -> bool:
    return last is None or now - last.sent_at >= (AGAIN_AFTER_TROUBLE if last.trouble else EVERY)


def _send(desk: Desk, post: Post) -> bool:
    """The row stands before the mail goes, so that no two workers send one."""
    now = desk.now()
    with desk.store.write() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if not _is_time(last_test(connection), now):
            return False
        row = {"message_id": "", "sent_at": now}
        number: int = connection.execute(
            insert(self_tests).values(row).returning(self_tests.c.id)
        ).scalar_one()
    message_id, delivery = post(number, now)
    went = delivery.outcome in (DeliveryOutcome.SENT, DeliveryOutcome.UNKNOWN)
    values = {"message_id": message_id, "trouble": None if went else delivery.detail}
    with desk.store.write() as connection:
        connection.execute(update(self_tests).where(self_tests.c.id == number).values(values))
        if not went:
            words = (
                f"The daily mail to ourselves could not be sent, so answers cannot either: {delivery.detail}"
            )
            raise_alert(connection, now, ALERT, words)
    return True


def _say_late(connection: Connection, now: datetime) -> bool:
    """Once: a second look finds the alert, and the same words."""
    last = last_test(connection)
    if last is None or not is_late(last, now):
        return False
    words = (
        f"The daily mail to ourselves of {last.sent_at:%Y-%m-%d %H:%M} UTC has not come back, so mail may be "
        "missing. Look at your mail server's queue and log, and at the mailbox that is read."
    )
    return raise_alert(connection, now, ALERT, words)
