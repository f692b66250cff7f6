"""What a channel shows of a ticket, in the channel's own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from bot.store.engine import Store
from bot.store.schema.view import views


def view_ref(store: Store, ticket: int, channel: str) -> Mapping[str, Any] | None:
    """The reference that the channel kept with `bot.desk.views.keep_ref`; `None`: nothing is shown yet."""
    query = select(views.c.ref).where(views.c.ticket == ticket, views.c.channel == channel)
    with store.read() as connection:
        found: Mapping[str, Any] | None = connection.execute(query).scalar_one_or_none()
    return found
