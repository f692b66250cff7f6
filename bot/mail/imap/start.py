"""Which mail of a mailbox is the desk's? All of it, what came since a day, or what comes from now on.

For the last one the first look at a mailbox is remembered, so that nothing is left out that comes while the
service is stopped.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import structlog
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from bot.desk.context import Desk
from bot.mail.imap.trouble import MailboxError
from bot.settings.groups.mail import MailSettings
from bot.store.schema.watch import flags

log = structlog.get_logger(__name__)

_LAST_UID = 2**32 - 1
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class FirstLook:
    """What was noted when a mailbox was opened for the first time."""

    since: date
    """The day before; the zone of a server's days is its own."""
    uid_validity: int
    uid_next: int


class StartBook:
    """Search criteria (RFC 9051 section 6.4.4) by `MAILTRIAGE_IMAP_START`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def criteria(self, mailbox: str, uid_validity: int, uid_next: int) -> str:
        """What of this mailbox is ever looked at; empty: all of it. Raises `MailboxError`."""
        start = self._desk.settings.of(MailSettings).imap_start
        if isinstance(start, date):
            return f"SINCE {_day(start)}"
        if start == "all":
            return ""
        try:
            return _from(self._first_look(mailbox, uid_validity, uid_next), uid_validity)
        except SQLAlchemyError as error:
            raise MailboxError("its first look cannot be kept: the database does not answer") from error

    def _first_look(self, mailbox: str, uid_validity: int, uid_next: int) -> FirstLook:
        now = self._desk.now()
        name = f"imap-start {mailbox}"
        found = self._kept(name)
        if found is not None:
            return found
        since = (now - timedelta(days=1)).date()
        value = {"since": since.isoformat(), "uid_validity": uid_validity, "uid_next": uid_next}
        try:
            with self._desk.store.write() as connection:
                connection.execute(insert(flags).values(name=name, value=value, at=now))
            log.info(
                "imap.first_look",
                mailbox=mailbox,
                unread_since=str(since),
                all_of_it="MAILTRIAGE_IMAP_START=all",
            )
        except IntegrityError:  # another process was first
            return self._kept(name) or FirstLook(since, uid_validity, uid_next)
        return FirstLook(since, uid_validity, uid_next)

    def _kept(self, name: str) -> FirstLook | None:
        with self._desk.store.read() as connection:
            value: Any = connection.execute(
                select(flags.c.value).where(flags.c.name == name)
            ).scalar_one_or_none()
        if value is None:
            return None
        return FirstLook(date.fromisoformat(value["since"]), value["uid_validity"], value["uid_next"])


def _from(first: FirstLook, uid_validity: int) -> str:
    """What was unread and recent then, and all that has come since."""
    since = f"SINCE {_day(first.since)}"
    if first.uid_next == 0 or first.uid_validity != uid_validity:
        # The numbers of then mean nothing any more; what was taken already is known by what it is.
        return since
    return f"OR UID {first.uid_next}:{_LAST_UID} (UNSEEN {since})"


def _day(day: date) -> str:
    """As RFC 9051 writes it, whatever the locale."""
    return f"{day.day}-{_MONTHS[day.month - 1]}-{day.year:04}"
