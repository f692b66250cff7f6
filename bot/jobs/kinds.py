"""The kinds of work: each takes one due row and does it. `True`: there was one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import structlog
from sqlalchemy import and_, insert, or_, select, update

from bot.channels import Channel
from bot.desk.context import Desk
from bot.desk.failed import MAX_DEATHS, intake_failed, outgoing_failed, ticket_failed, view_failed
from bot.desk.file import file_intake
from bot.desk.send import send
from bot.desk.think import think
from bot.desk.types import DeskError
from bot.jobs.lease import claim
from bot.store.schema import intake, outgoing, tickets, views

log = structlog.get_logger()
Channels = Mapping[str, Channel]


class Kind(Protocol):
    def __call__(self, desk: Desk, channels: Channels) -> bool: ...


def do_intake(desk: Desk, channels: Channels) -> bool:
    """File one thing that came in."""
    row = claim(desk.store, intake, desk.now(), desk.lease, intake.c.outcome.is_(None))
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
    row = claim(desk.store, tickets, desk.now(), desk.lease)
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
    return any(_show_one(desk, channel) for channel in channels.values())


def _show_one(desk: Desk, channel: Channel) -> bool:
    if not getattr(channel, "shows_tickets", True):
        return False
    _make_views_due(desk, channel.name)
    row = claim(desk.store, views, desk.now(), desk.lease, views.c.channel == channel.name)
    if row is None:
        return False
    with desk.store.read() as connection:
        version = connection.execute(
            select(tickets.c.version).where(tickets.c.number == row.ticket)
        ).scalar_one()
    mine = (views.c.ticket == row.ticket) & (views.c.channel == channel.name)
    try:
        channel.show(row.ticket)
    except Exception as error:
        _log("view", row.ticket, error)
        view_failed(desk, row.ticket, channel.name, error)
        return True
    shown = {"shown_version": version, "due_at": None, "lease_until": None, "attempts": 0, "last_error": None}
    with desk.store.write() as connection:
        connection.execute(update(views).where(mine).values(shown))
    return True


def _make_views_due(desk: Desk, channel: str) -> None:
    """Tickets that have changed since this channel last showed them."""
    behind = (
        select(tickets.c.number, views.c.ticket)
        .select_from(
            tickets.outerjoin(views, and_(views.c.ticket == tickets.c.number, views.c.channel == channel))
        )
        .where(
            or_(
                views.c.ticket.is_(None),
                and_(views.c.shown_version < tickets.c.version, views.c.due_at.is_(None)),
            )
        )
    )
    with desk.store.read() as connection:
        found = connection.execute(behind.limit(100)).all()
    if not found:
        return
    now = desk.now()
    with desk.store.write() as connection:
        for number, known in found:
            if known is None:
                exists = select(views.c.ticket).where(views.c.ticket == number, views.c.channel == channel)
                if connection.execute(exists).first() is None:
                    connection.execute(insert(views).values(ticket=number, channel=channel, due_at=now))
                continue
            mine = (views.c.ticket == number) & (views.c.channel == channel) & views.c.due_at.is_(None)
            connection.execute(update(views).where(mine).values(due_at=now))


def _refuse_deadly(attempts: int) -> None:
    if attempts > MAX_DEATHS:
        raise RuntimeError(f"the service stopped {attempts - 1} times while it worked on this")


def _log(kind: str, row: int, error: Exception) -> None:
    if isinstance(error, DeskError):
        log.warning("put off", kind=kind, row=row, why=str(error))
    else:
        log.error("failed", kind=kind, row=row, exc_info=error)


KINDS: tuple[Kind, ...] = (do_intake, do_ticket, do_outgoing, do_view)
"""In the order in which a worker looks."""
