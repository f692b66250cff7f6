"""Keeping what a channel shows of a ticket: a card's place."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import insert, update

from bot.desk.context import Desk
from bot.store.schema import views


def keep_ref(desk: Desk, ticket: int, channel: str, ref: Mapping[str, str]) -> None:
    """Remember where the channel shows this ticket; `bot.store.queries.views.view_ref` reads it."""
    mine = (views.c.ticket == ticket) & (views.c.channel == channel)
    with desk.store.write() as connection:
        if not connection.execute(update(views).where(mine).values(ref=dict(ref))).rowcount:
            connection.execute(insert(views).values(ticket=ticket, channel=channel, ref=dict(ref)))
