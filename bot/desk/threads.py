"""Threads of a channel, and which ticket each belongs to: one ticket may live in several of them.

A thread's name is `channel:place:seconds`, as in `slack:C1:1712.5`; seconds are those since 1970 in which
it began. Only a channel itself can name one: no mail can.
"""

from __future__ import annotations

import math

from sqlalchemy import Connection, insert, select, text

from bot.desk.belongs import Belongs
from bot.desk.types import Beside, Incoming
from bot.store.schema.message import message_ids
from bot.store.schema.ticket import tickets
from knowledge.vocabulary import TicketState

_GOES_ON = (TicketState.NEW, TicketState.TRIAGED, TicketState.WAITING)
_LOCK = 0x6D74_7468
_MOST = 200


def one_thread_at_a_time(connection: Connection) -> None:
    """Two posts of one person must not open two tickets. SQLite's writers come one by one already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def know_thread(connection: Connection, number: int, thread: str | None) -> None:
    """What is written in this thread belongs to that ticket."""
    if thread is None:
        return
    known = (message_ids.c.message_id == thread) & (message_ids.c.ticket == number)
    if connection.execute(select(message_ids.c.ticket).where(known)).first() is not None:
        return
    row = {"message_id": thread, "ticket": number, "ours": False, "outgoing": None}
    connection.execute(insert(message_ids).values(row))


def ticket_of_thread(connection: Connection, thread: str) -> int | None:
    """The last ticket that lives in the thread. A mail whose Message-ID reads like a thread opens none."""
    own = select(tickets.c.number).where(tickets.c.thread == thread).order_by(tickets.c.number.desc())
    number: int | None = connection.execute(own.limit(1)).scalar_one_or_none()
    if number is not None:
        return number
    joined = (
        select(message_ids.c.ticket)
        .join(tickets, tickets.c.number == message_ids.c.ticket)
        .where(message_ids.c.message_id == thread, tickets.c.channel == thread.partition(":")[0])
        .order_by(message_ids.c.ticket.desc())
    )
    other: int | None = connection.execute(joined.limit(1)).scalar_one_or_none()
    return other


def find_by_thread(connection: Connection, incoming: Incoming) -> Belongs | None:
    """The ticket of the thread, else the one that the same person has just begun beside it."""
    if incoming.thread is None:
        return None
    number = ticket_of_thread(connection, incoming.thread)
    if number is None and incoming.beside is not None:
        number = _beside(connection, incoming.requester, incoming.thread, incoming.beside)
    if number is None:
        return None
    whose = select(tickets.c.requester).where(tickets.c.number == number)
    mine = connection.execute(whose).scalar_one() == incoming.requester
    return Belongs(number, True, "requester" if mine else "other")


def _beside(connection: Connection, requester: str, thread: str, beside: Beside) -> int | None:
    """The newest open ticket of theirs in this place which began, or went on, close enough in time."""
    place = thread.rpartition(":")[0]
    query = (
        select(tickets.c.number, tickets.c.state, message_ids.c.message_id)
        .join(message_ids, message_ids.c.ticket == tickets.c.number)
        .where(tickets.c.requester == requester, tickets.c.channel == place.partition(":")[0])
        .where(
            tickets.c.state.in_(_GOES_ON), message_ids.c.message_id.startswith(f"{place}:", autoescape=True)
        )
        .order_by(tickets.c.number.desc())
    )
    for row in connection.execute(query.limit(_MOST)):
        if beside.answers_what_waits and row.state == TicketState.WAITING:
            return int(row.number)
        if abs(_seconds(row.message_id) - _seconds(thread)) <= beside.within_s:
            return int(row.number)
    return None


def waits_for(connection: Connection, requester: str, place: str) -> bool:
    """Whether the desk waits for this person's answer in that place (`slack:D1:`)."""
    query = (
        select(tickets.c.number)
        .join(message_ids, message_ids.c.ticket == tickets.c.number)
        .where(tickets.c.requester == requester, tickets.c.state == TicketState.WAITING)
        .where(message_ids.c.message_id.startswith(place, autoescape=True))
    )
    return connection.execute(query.limit(1)).first() is not None


def _seconds(name: str) -> float:
    """When a thread began; never, for one that has not begun yet."""
    tail = name.rpartition(":")[2]
    return float(tail) if tail.replace(".", "", 1).isdecimal() else math.inf
