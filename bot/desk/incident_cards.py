"""Keeping what a channel shows of an incident: a card's place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select, update

from bot.desk.context import Desk
from bot.store.schema.view import incident_views


def incident_ref(desk: Desk, incident: int, channel: str) -> Mapping[str, Any] | None:
    """Where the channel shows this incident; `None`: nothing is shown yet."""
    mine = (incident_views.c.incident == incident) & (incident_views.c.channel == channel)
    with desk.store.read() as connection:
        found: Mapping[str, Any] | None = connection.execute(
            select(incident_views.c.ref).where(mine)
        ).scalar_one_or_none()
    return found


def keep_incident_ref(desk: Desk, incident: int, channel: str, ref: Mapping[str, str]) -> None:
    """Remember it."""
    mine = (incident_views.c.incident == incident) & (incident_views.c.channel == channel)
    with desk.store.write() as connection:
        if not connection.execute(update(incident_views).where(mine).values(ref=dict(ref))).rowcount:
            row = {"incident": incident, "channel": channel, "ref": dict(ref)}
            connection.execute(insert(incident_views).values(row))
