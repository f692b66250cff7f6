"""The kinds of work: each takes one due row and does it. `True`: there was one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import structlog
from sqlalchemy import and_, or_, select

from bot.channels import Channel
from bot.desk.alerts import tell
from bot.desk.context import Desk
from bot.desk.failed import MAX_DEATHS, intake_failed, outgoing_failed, ticket_failed
from bot.desk.file import file_intake
from bot.desk.quiet_incident import close_quiet
from bot.desk.remind import remind_one
from bot.desk.self_test import check_oneself
from bot.desk.send import send
from bot.desk.snooze import wake_one
from bot.desk.think import think
from bot.desk.types import DeskError
from bot.jobs.cards import show_one
from bot.jobs.incident_cards import show_one_incident
from bot.jobs.lease import in_hand
from bot.store.schema.ledger import intake
from bot.store.schema.sending import outgoing
from bot.store.schema.ticket import tickets
from bot.store.schema.watch import alerts

log = structlog.get_logger()
Channels = Mapping[str, Channel]


class Kind(Protocol):
    def __call__(self, desk: Desk, channels: Channels) -> bool: ...


def do_intake(desk: Desk, channels: Channels) -> bool:
    """File one thing that came in."""
    with in_hand(desk, intake, intake.c.outcome.is_(None)) as row:
        if row is None:
            return False
        try:
            _refuse_deadly(row.attempts)
            file_intake(desk, channels, row.id)
        except Exception as error:
            _log("intake", row.id, error)
            intake_failed(desk, row.id, error)
        return True


def do_ticket(desk: Desk, channels: Channels) -> bool:
    """Triage one ticket."""
    with in_hand(desk, tickets) as row:
        if row is None:
            return False
        try:
            _refuse_deadly(row.attempts)
            think(desk, row.number)
        except Exception as error:
            _log("ticket", row.number, error)
            ticket_failed(desk, row.number, error)
        return True


def do_outgoing(desk: Desk, channels: Channels) -> bool:
    """Deliver one message. `send` takes its own lease, because it marks the row before handing it over."""
    now = desk.now()
    query = (
        select(outgoing.c.id)
        .where(
            or_(
                and_(outgoing.c.state == "due", outgoing.c.due_at <= now),
                and_(outgoing.c.state == "sending", outgoing.c.lease_until <= now),
            )
        )
        .order_by(outgoing.c.due_at, outgoing.c.id)
    )
    with desk.store.read() as connection:
        outgoing_id = connection.execute(query.limit(1)).scalar_one_or_none()
    if outgoing_id is None:
        return False
    try:
        send(desk, channels, outgoing_id)
    except Exception as error:
        _log("outgoing", outgoing_id, error)
        outgoing_failed(desk, outgoing_id, error)
    return True


def do_view(desk: Desk, channels: Channels) -> bool:
    """Bring what one channel shows of one ticket up to date."""
    for channel in channels.values():
        if not getattr(channel, "shows_tickets", True):
            continue
        try:
            if show_one(desk, channel):
                return True
        except Exception as error:
            _log("view", channel.name, error)
            return True
    return False


def do_incident(desk: Desk, channels: Channels) -> bool:
    """Close one incident that has gone quiet."""
    return close_quiet(desk)


def do_alert(desk: Desk, channels: Channels) -> bool:
    """Have one alert told to the agents."""
    with in_hand(desk, alerts) as row:
        if row is not None:
            tell(desk, channels, row)
        return row is not None


def do_self_test(desk: Desk, channels: Channels) -> bool:
    """Send the daily mail to oneself, or say that it is late."""
    return check_oneself(desk, channels)


def do_reminder(desk: Desk, channels: Channels) -> bool:
    """Remind of one case that nobody has answered."""
    return remind_one(desk)


def do_incident_card(desk: Desk, channels: Channels) -> bool:
    """Bring what one channel shows of one incident up to date."""
    for channel in channels.values():
        try:
            if show_one_incident(desk, channel):
                return True
        except Exception as error:
            _log("incident card", channel.name, error)
            return True
    return False


def do_daily(desk: Desk, channels: Channels) -> bool:
    """What a channel does once a day."""
    for channel in channels.values():
        daily = getattr(channel, "daily", None)
        try:
            if callable(daily) and daily():
                return True
        except Exception as error:
            _log("daily", channel.name, error)
            return True
    return False


def do_snoozed(desk: Desk, channels: Channels) -> bool:
    """Bring back one ticket that an agent wanted to see again now."""
    return wake_one(desk)


def _refuse_deadly(attempts: int) -> None:
    if attempts > MAX_DEATHS:
        raise RuntimeError(f"the service stopped {attempts - 1} times while it worked on this")


def _log(kind: str, row: int | str, error: Exception) -> None:
    if isinstance(error, DeskError):
        log.warning("put off", kind=kind, row=row, why=str(error))
    else:
        log.error("failed", kind=kind, row=row, exc_info=error)


KINDS: tuple[Kind, ...] = (
    do_intake,
    do_ticket,
    do_outgoing,
    do_view,
    do_alert,
    do_self_test,
    do_incident,
    do_incident_card,
    do_reminder,
    do_snoozed,
    do_daily,
)
"""In the order in which a worker looks."""
BY_TIME: frozenset[Kind] = frozenset({do_self_test, do_incident, do_reminder, do_snoozed, do_daily})
"""Due when their time has come; no wake-up tells of them."""
