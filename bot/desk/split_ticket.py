"""A message of a ticket is another matter: an agent makes a ticket of its own of it. Never done unasked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.desk.context import Desk
from bot.desk.follow import follow
from bot.desk.merged import own_row
from bot.desk.message_id import bare
from bot.desk.participants import copy_participants
from bot.desk.record import change, record
from bot.desk.retire import retire_pending
from bot.desk.subjects import base_subject, is_another_matter
from bot.desk.types import Actor, DeskError, NotFound
from bot.store.schema.ledger import intake
from bot.store.schema.message import message_ids, messages
from bot.store.schema.ticket import tickets
from knowledge.vocabulary import TicketState


def split_ticket(desk: Desk, number: int, message: int, actor: Actor) -> int:
    """Move this message, and what answers it, to a new ticket. Returns its number.

    Raises `NotFound`, and `DeskError` for the first message of a ticket, or what no requester has mailed.
    """
    now = desk.now()
    with desk.store.write() as connection:
        ticket = own_row(connection, number)
        rows = connection.execute(
            select(messages).where(messages.c.ticket == number).order_by(messages.c.at, messages.c.id)
        ).all()
        first = _splittable(rows, message)
        moved = _with_answers(first, rows)
        new = _open(desk, connection, ticket, first)
        ids = [row.id for row in moved]
        move = update(messages).where(messages.c.id.in_(ids))
        connection.execute(move.values(ticket=new, moved_from=None))
        follow(connection, new)
        copy_participants(connection, number, new)
        _take_along(connection, number, new, moved)
        if ticket.state in (TicketState.NEW, TicketState.TRIAGED):
            retire_pending(connection, now, number, actor)
            change(connection, now, number, heard=True, state=TicketState.NEW)
        else:
            change(connection, now, number)
        record(connection, now, actor, "ticket_split", ticket=number, data={"new": f"#{new}"})
        record(connection, now, actor, "ticket_split", ticket=new, data={"from": f"#{number}"})
    desk.wake()
    return new


def splittable(rows: Iterable[Row[Any]]) -> list[Row[Any]]:
    """The messages that could become tickets of their own: every mail but the one that opened the ticket.

    What a merge has brought in may be older than that one.
    """
    came = [row for row in rows if row.direction == "in" and row.role in ("requester", "other")]
    opening = next((row.id for row in came if row.moved_from is None), came[0].id if came else None)
    return [row for row in came if row.id != opening and row.channel == "mail"]


def offers(rows: Sequence[Row[Any]], subject: str) -> frozenset[int]:
    """The messages, by id, that are about another matter than the ticket's `subject` and what came before.

    A split is offered for them.
    """
    may = {row.id for row in splittable(rows)}
    found, earlier = [], [subject] if base_subject(subject) else []
    for row in rows:
        if row.id in may and row.moved_from is None and is_another_matter(row.subject, earlier):
            found.append(row.id)
        if row.direction != "internal":
            earlier.append(row.subject)
    return frozenset(found)


def _splittable(rows: Sequence[Row[Any]], message: int) -> Row[Any]:
    row = next((row for row in rows if row.id == message), None)
    if row is None:
        raise NotFound(f"there is no message {message} on this ticket")
    if message not in {one.id for one in splittable(rows)}:
        raise DeskError("only a mail that came later can become a ticket of its own")
    return row


def _with_answers(first: Row[Any], rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """The message, and the later mails that answer it, or one of those."""
    moved, ids = [first], {bare(first.message_id or "")}
    for row in splittable(rows):
        if row.id != first.id and row.at >= first.at and bare(row.in_reply_to or "") in ids - {""}:
            moved.append(row)
            ids.add(bare(row.message_id or ""))
    return moved


def _open(desk: Desk, connection: Connection, ticket: Row[Any], first: Row[Any]) -> int:
    now = desk.now()
    row: dict[str, Any] = {
        "subject": base_subject(first.subject) or first.subject,
        "requester": first.author,
        "requester_name": first.author_name,
        "channel": "mail",
        "help_address": ticket.help_address,
        "platform": ticket.platform,
        "state": TicketState.NEW,
        "missing": [],
        "known": {},
        "may_auto_answer": False,  # a person has it in hand
        "created_at": first.at,
        "updated_at": now,
        "due_at": now,
    }
    number: int = connection.execute(insert(tickets).values(row).returning(tickets.c.number)).scalar_one()
    connection.execute(update(messages).where(messages.c.id == first.id).values(role="requester"))
    return number


def _take_along(connection: Connection, number: int, new: int, moved: list[Row[Any]]) -> None:
    """Message-IDs and ledger rows lead to the new ticket; the first of them has opened it."""
    ids = [bare(row.message_id) for row in moved if row.message_id]
    theirs = (
        (message_ids.c.ticket == number) & message_ids.c.message_id.in_(ids) & message_ids.c.ours.is_(False)
    )
    connection.execute(update(message_ids).where(theirs).values(ticket=new))
    for at, row in enumerate(moved):
        if row.intake is not None:
            values = {"ticket": new} | ({"outcome": "ticket"} if at == 0 else {})
            connection.execute(update(intake).where(intake.c.id == row.intake).values(values))
