"""Showing incidents: each channel that shows some is told when one has changed, or one of its tickets."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Row, func, insert, or_, select, update

from bot.channels import Channel
from bot.desk.context import Desk
from bot.store.schema.incident import incident_tickets, incidents
from bot.store.schema.ticket import tickets
from bot.store.schema.view import incident_views

NOT_SOONER = timedelta(seconds=2)
"""A large incident changes often: its card need not follow every change at once."""
AGAIN = timedelta(seconds=5)
LONGEST = timedelta(minutes=15)


def show_one_incident(desk: Desk, channel: Channel) -> bool:
    """Bring one incident up to date in one channel; `False`: all are. Raises what the channel raises."""
    show = getattr(channel, "show_incident", None)
    if show is None:
        return False
    row = next((row for row in _changed(desk, channel.name) if _claim(desk, channel.name, row)), None)
    if row is None:
        return False
    now = desk.now()
    try:
        show(row.id)
    except Exception as error:
        later = getattr(error, "after_s", None)  # a channel that cannot now says when it can
        wait = timedelta(seconds=later) if later else min(AGAIN * 2 ** min(row.attempts or 0, 8), LONGEST)
        _keep(
            desk,
            channel.name,
            row.id,
            due_at=now + wait,
            attempts=(row.attempts or 0) + 1,
            last_error=str(error),
        )
        raise
    _keep(
        desk,
        channel.name,
        row.id,
        shown=_mark(row),
        over=row.state != "open",
        due_at=now + NOT_SOONER,
        attempts=0,
        last_error=None,
    )
    return True


def _changed(desk: Desk, channel: str) -> list[Row[tuple[object, ...]]]:
    """Open incidents, and those shown as open, whose mark is not the one that was shown last."""
    now = desk.now()
    seen = incident_views.c
    query = (
        select(
            incidents.c.id,
            incidents.c.state,
            incidents.c.version,
            func.coalesce(func.sum(tickets.c.version), 0).label("moved"),
            func.count(tickets.c.number).label("many"),
            func.max(seen.shown).label("shown"),
            func.max(seen.attempts).label("attempts"),
            func.count(seen.incident).label("known"),
        )
        .outerjoin(incident_tickets, incident_tickets.c.incident == incidents.c.id)
        .outerjoin(tickets, tickets.c.number == incident_tickets.c.ticket)
        .outerjoin(incident_views, (seen.incident == incidents.c.id) & (seen.channel == channel))
        .where(or_(incidents.c.state == "open", (seen.over.is_(False)) & seen.shown.is_not(None)))
        .where(or_(seen.due_at.is_(None), seen.due_at <= now))
        .where(or_(seen.lease_until.is_(None), seen.lease_until <= now))
        .group_by(incidents.c.id)
        .order_by(incidents.c.id)
    )
    with desk.store.read() as connection:
        return [row for row in connection.execute(query) if _mark(row) != row.shown]


def _mark(row: Row[tuple[object, ...]]) -> str:
    return f"{row.state} {row.version} {row.many} {row.moved}"


def _claim(desk: Desk, channel: str, row: Row[tuple[object, ...]]) -> bool:
    """One worker at a time."""
    now = desk.now()
    mine = (incident_views.c.incident == row.id) & (incident_views.c.channel == channel)
    free = or_(incident_views.c.lease_until.is_(None), incident_views.c.lease_until <= now)
    with desk.store.write() as connection:
        if connection.execute(select(incident_views.c.incident).where(mine)).first() is None:
            # locked by its incident, so that two workers cannot both begin it
            connection.execute(select(incidents.c.id).where(incidents.c.id == row.id).with_for_update())
            if connection.execute(select(incident_views.c.incident).where(mine)).first() is None:
                connection.execute(insert(incident_views).values(incident=row.id, channel=channel))
        lease = update(incident_views).where(mine & free).values(lease_until=now + desk.lease)
        return connection.execute(lease).rowcount == 1


def _keep(desk: Desk, channel: str, incident: int, **values: object) -> None:
    mine = (incident_views.c.incident == incident) & (incident_views.c.channel == channel)
    with desk.store.write() as connection:
        connection.execute(update(incident_views).where(mine).values(lease_until=None, **values))
