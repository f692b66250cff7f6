"""What belongs together with a ticket: the tickets that went into it, the requester's others, its people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Row, Select, func, select

from bot.store.schema.ticket import participants, tickets

_OVER = ("solved", "closed", "set_aside")
_MOST = 10


@dataclass(frozen=True)
class TogetherRows:
    """`merged`: the tickets that went into it; `others`: open ones of the same requester, newest first;
    `people`: who has to do with it beside the requester."""

    merged: Sequence[Row[Any]]
    others: Sequence[Row[Any]]
    people: Sequence[Row[Any]]


def together_rows(connection: Connection, ticket: Row[Any]) -> TogetherRows:
    """Of one row of `tickets`."""
    columns: list[Column[Any]] = [tickets.c.number, tickets.c.subject, tickets.c.state]
    merged: Select[Any] = (
        select(*columns).where(tickets.c.merged_into == ticket.number).order_by(tickets.c.number)
    )
    others: Select[Any] = (
        select(*columns)
        .where(func.lower(tickets.c.requester) == ticket.requester.lower(), tickets.c.number != ticket.number)
        .where(tickets.c.state.not_in(_OVER), tickets.c.merged_into.is_(None))
        .order_by(tickets.c.number.desc())
        .limit(_MOST)
    )
    people = (
        select(participants)
        .where(participants.c.ticket == ticket.number)
        .order_by(participants.c.at, participants.c.address)
    )
    return TogetherRows(
        connection.execute(merged).all(), connection.execute(others).all(), connection.execute(people).all()
    )
