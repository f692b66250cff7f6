"""Making one ticket of two, and two of them again.

Messages move, with what was read from them; the Message-IDs and tokens of both lead to the one that goes on
(`bot.desk.belongs`). Nothing goes out by machine on a merged ticket: a person has taken it in hand.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, case, func, select, update

from bot.desk.context import Desk
from bot.desk.escalate_incident import weigh
from bot.desk.follow import follow
from bot.desk.incident_rows import drop_member, incident_of, one_at_a_time
from bot.desk.merged import absorbed, own_row, surviving
from bot.desk.participants import WROTE, copy_participants, keep_participants
from bot.desk.record import change, record, ticket_row
from bot.desk.retire import retire_pending
from bot.desk.types import Actor, DeskError
from bot.store.schema.message import messages
from bot.store.schema.sending import outgoing
from bot.store.schema.ticket import tickets
from knowledge.vocabulary import TicketState

_DONE = (TicketState.SOLVED, TicketState.CLOSED)
_GOING_OUT = ("due", "sending", "unknown", "failed")


def merge_tickets(desk: Desk, into: int, other: int, actor: Actor) -> None:
    """All that was said on `other` stands on `into`, which goes on. Raises `NotFound`, `DeskError`."""
    if into == other:
        raise DeskError("a ticket cannot be merged with itself")
    now = desk.now()
    with desk.store.write() as connection:
        one_at_a_time(connection)
        rows = {number: own_row(connection, number) for number in sorted((into, other))}
        kept, gone = rows[into], rows[other]
        _may_merge(connection, kept, gone)
        incident = incident_of(connection, other)
        if incident is not None:
            drop_member(connection, now, incident, other)
        retire_pending(connection, now, other, actor)
        _move(connection, kept, gone)
        copy_participants(connection, other, into)
        if not _same(kept.requester, gone.requester):
            keep_participants(connection, now, into, [(gone.requester, gone.requester_name)], WROTE)
        closed: dict[str, Any] = {
            "state": TicketState.CLOSED,
            "merged_into": into,
            "attention": False,
            "due_at": None,
        }
        change(connection, now, other, **closed)
        _go_on(desk, connection, kept, gone)
        if incident is not None:
            weigh(desk, connection, incident)
        record(connection, now, actor, "ticket_merged", ticket=into, data={"from": f"#{other}"})
        record(connection, now, actor, "ticket_merged", ticket=other, data={"into": f"#{into}"})
    desk.wake()


def unmerge(desk: Desk, other: int, actor: Actor) -> None:
    """The ticket stands on its own again, with what it had brought; what came since stays where it is.

    Raises `NotFound`, `DeskError`.
    """
    now = desk.now()
    with desk.store.write() as connection:
        one_at_a_time(connection)
        row = ticket_row(connection, other)
        if row.merged_into is None:
            raise DeskError(f"ticket {other} is part of no other ticket")
        kept = ticket_row(connection, surviving(connection, other))
        _may_go(connection, kept.number)
        _move_back(connection, kept.number, row)
        change(connection, now, other, heard=True, state=TicketState.NEW, merged_into=None)
        if kept.state in (TicketState.NEW, TicketState.TRIAGED):
            retire_pending(connection, now, kept.number, actor)
            change(connection, now, kept.number, heard=True, state=TicketState.NEW)
        else:
            change(connection, now, kept.number, attention=True)
        record(connection, now, actor, "ticket_unmerged", ticket=kept.number, data={"from": f"#{other}"})
        record(connection, now, actor, "ticket_unmerged", ticket=other, data={"into": f"#{kept.number}"})
    desk.wake()


def _may_merge(connection: Connection, kept: Row[Any], gone: Row[Any]) -> None:
    for row in (kept, gone):
        if row.state == TicketState.SET_ASIDE:
            raise DeskError(f"ticket {row.number} is set aside: open it again first")
    if gone.escalated_at is not None and kept.escalated_at is None:
        raise DeskError(f"the case of ticket {gone.number} is with the support: merge the other way round")
    _may_go(connection, gone.number)


def _may_go(connection: Connection, number: int) -> None:
    """Nothing of it is under way, or of unknown fate."""
    going = (outgoing.c.ticket == number) & outgoing.c.state.in_(_GOING_OUT)
    if connection.execute(select(outgoing.c.id).where(going)).first() is not None:
        raise DeskError(f"a message of ticket {number} is still on its way: wait for it, or settle it first")


def _move(connection: Connection, kept: Row[Any], gone: Row[Any]) -> None:
    values: dict[str, Any] = {
        "ticket": kept.number,
        "moved_from": func.coalesce(messages.c.moved_from, gone.number),
    }
    if not _same(kept.requester, gone.requester):
        # an answer must quote and thread nobody else's words
        values["role"] = case((messages.c.role == "requester", "other"), else_=messages.c.role)
    connection.execute(update(messages).where(messages.c.ticket == gone.number).values(values))
    follow(connection, kept.number)


def _move_back(connection: Connection, kept: int, gone: Row[Any]) -> None:
    brought = (gone.number, *absorbed(connection, gone.number))
    theirs = (
        (messages.c.role == "other")
        & (messages.c.direction == "in")
        & (func.lower(messages.c.author) == gone.requester.lower())
    )
    values = {
        "ticket": gone.number,
        "moved_from": func.nullif(messages.c.moved_from, gone.number),
        "role": case((theirs, "requester"), else_=messages.c.role),
    }
    moved = (messages.c.ticket == kept) & messages.c.moved_from.in_(brought)
    connection.execute(update(messages).where(moved).values(values))
    follow(connection, gone.number)


def _go_on(desk: Desk, connection: Connection, kept: Row[Any], gone: Row[Any]) -> None:
    """The one that goes on is looked at again, unless both are done, or its case is with somebody."""
    values: dict[str, Any] = {
        "known": {**gone.known, **kept.known},
        "asked": kept.asked or gone.asked,
        "urgent": kept.urgent or gone.urgent,
        "may_auto_answer": False,
        "created_at": min(kept.created_at, gone.created_at),
    }
    both_done = kept.state in _DONE and gone.state in _DONE
    thinks = not both_done and kept.state != TicketState.ESCALATED
    if thinks:
        retire_pending(connection, desk.now(), kept.number)
        values["state"] = TicketState.NEW
    elif not both_done:
        values["attention"] = True
    change(connection, desk.now(), kept.number, heard=thinks, **values)


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def merged_here(connection: Connection, number: int) -> list[int]:
    """The tickets that went straight into this one, oldest first: those that can be taken out again."""
    query = select(tickets.c.number).where(tickets.c.merged_into == number).order_by(tickets.c.number)
    return list(connection.execute(query).scalars())
