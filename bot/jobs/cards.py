"""Showing tickets: each channel that shows some is told when one has changed, until it has shown it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, case, func, insert, or_, select, update

from bot.channels import Channel
from bot.desk.context import Desk
from bot.desk.failed import view_failed
from bot.jobs.lease import claim
from bot.store.schema.ticket import tickets
from bot.store.schema.view import views
from knowledge.vocabulary import TicketState

_OPEN = (TicketState.NEW, TicketState.TRIAGED, TicketState.WAITING, TicketState.ESCALATED)
_LOOK_BACK = 1000
"""Numbers are given in order but may be committed out of order: so many before the last are looked at."""
_STILL_NEWS = timedelta(days=1)


def show_one(desk: Desk, channel: Channel) -> bool:
    """Bring one ticket up to date in one channel; `False`: all are. Raises what the channel raises."""
    _begin_views(desk, channel.name)
    row = claim(desk.store, views, desk.now(), desk.lease, views.c.channel == channel.name)
    if row is None:
        return False
    with desk.store.read() as connection:
        version = _version(connection, row.ticket)
    try:
        channel.show(row.ticket)
    except Exception as error:
        view_failed(desk, row.ticket, channel.name, error)
        raise
    _shown(desk, channel.name, row.ticket, version)
    return True


def _shown(desk: Desk, channel: str, ticket: int, version: int) -> None:
    """Nothing is due any more, unless the ticket has changed while it was shown."""
    changed = select(tickets.c.version).where(tickets.c.number == ticket).scalar_subquery() > version
    values = {
        "shown_version": version,
        "due_at": case((changed, desk.now()), else_=None),
        "lease_until": None,
        "attempts": 0,
        "last_error": None,
    }
    mine = (views.c.ticket == ticket) & (views.c.channel == channel)
    with desk.store.write() as connection:
        connection.execute(update(views).where(mine).values(values))


def _version(connection: Connection, ticket: int) -> int:
    query = select(tickets.c.version).where(tickets.c.number == ticket)
    version: int = connection.execute(query).scalar_one()
    return version


def _begin_views(desk: Desk, channel: str) -> None:
    """A row for each ticket that this channel has never shown; old and done ones stay as they are."""
    now = desk.now()
    last = select(func.coalesce(func.max(views.c.ticket), 0)).where(views.c.channel == channel)
    known = select(views.c.ticket).where(views.c.ticket == tickets.c.number, views.c.channel == channel)
    news = or_(
        tickets.c.state.in_(_OPEN),
        (tickets.c.state == TicketState.SOLVED) & (tickets.c.created_at > now - _STILL_NEWS),
    )
    query = select(tickets.c.number).where(
        tickets.c.number > last.scalar_subquery() - _LOOK_BACK, ~known.exists(), news
    )
    with desk.store.read() as connection:
        if connection.execute(query.limit(1)).first() is None:
            return
    with desk.store.write() as connection:
        for number in connection.execute(query.limit(100)).scalars().all():
            connection.execute(insert(views).values(ticket=number, channel=channel, due_at=now))
