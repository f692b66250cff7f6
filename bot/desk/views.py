"""Keeping what a channel shows of a ticket: a card's place."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import insert, select, update

from bot.desk.context import Desk
from bot.store.schema.view import views


def keep_ref(desk: Desk, ticket: int, channel: str, ref: Mapping[str, str]) -> None:
    """Remember where the channel shows this ticket; `bot.store.queries.views.view_ref` reads it."""
    mine = (views.c.ticket == ticket) & (views.c.channel == channel)
    with desk.store.write() as connection:
        if not connection.execute(update(views).where(mine).values(ref=dict(ref))).rowcount:
            connection.execute(insert(views).values(ticket=ticket, channel=channel, ref=dict(ref)))


def show_again(desk: Desk, ticket: int, channel: str) -> None:
    """Have the channel show the ticket anew although nothing has changed: what stands there was used up."""
    mine = (views.c.ticket == ticket) & (views.c.channel == channel)
    with desk.store.write() as connection:
        connection.execute(update(views).where(mine).values(due_at=desk.now()))
    desk.wake()


def ticket_of_ref(desk: Desk, channel: str, ref: Mapping[str, str]) -> int | None:
    """The ticket that the channel shows at this place."""
    here = [views.c.ref[name].as_string() == value for name, value in ref.items()]
    query = select(views.c.ticket).where(views.c.channel == channel, *here)
    with desk.store.read() as connection:
        return connection.execute(query.limit(1)).scalar_one_or_none()
