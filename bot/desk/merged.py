"""Tickets that were merged: which one goes on, and which ones went into it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select

from bot.desk.record import ticket_row
from bot.desk.types import DeskError
from bot.store.schema.ticket import tickets

_LONGEST_CHAIN = 50


def surviving(connection: Connection, number: int) -> int:
    """The ticket that goes on in this one's place: itself, where it was not merged."""
    for _ in range(_LONGEST_CHAIN):
        query = select(tickets.c.merged_into).where(tickets.c.number == number)
        into = connection.execute(query).scalar_one_or_none()
        if into is None:
            return number
        number = into
    return number


def absorbed(connection: Connection, number: int) -> list[int]:
    """Every ticket that went into this one, also by way of others."""
    found: list[int] = []
    waiting = [number]
    while waiting and len(found) < _LONGEST_CHAIN:
        query = select(tickets.c.number).where(tickets.c.merged_into.in_(waiting)).order_by(tickets.c.number)
        waiting = [item for item in connection.execute(query).scalars() if item not in found]
        found += waiting
    return found


def own_row(connection: Connection, number: int) -> Row[Any]:
    """The ticket's row, locked. Raises `NotFound`, and `DeskError` when another one goes on in its place."""
    row = ticket_row(connection, number)
    if row.merged_into is not None:
        into = surviving(connection, number)
        raise DeskError(f"ticket {number} is part of ticket {into} now: go on there")
    return row
