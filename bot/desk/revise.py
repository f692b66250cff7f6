"""A message that its author has edited, or taken back, where it was written.

What it said before is kept and shown; the raw bytes of every version stay in the ledger.
"""

from __future__ import annotations

import string
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, select, update

from bot.desk.context import Desk
from bot.desk.open_ticket import requester_of
from bot.desk.outcome import mark_ledger
from bot.desk.record import change, record, ticket_row
from bot.desk.retire import retire_pending, withdraw_in_time_for_undo
from bot.desk.traits import keep_traits
from bot.desk.types import Actor, Incoming, Revision, StoredIntake
from bot.store.evidence_words import words_of
from bot.store.schema.message import evidence, mail_traits, messages
from bot.store.schema.search import evidence_words
from knowledge.vocabulary import TicketState

_DONE = (TicketState.SOLVED, TicketState.CLOSED, TicketState.SET_ASIDE)
_AROUND = string.punctuation + "…“”„«»‘’–—¡¿"
_MOST_EARLIER = 20


def revise(
    desk: Desk,
    connection: Connection,
    first: int,
    stored: StoredIntake,
    incoming: Incoming,
    revision: Revision,
) -> int | None:
    """Change the message that intake `first` became; the number of its ticket, `None`: it is on none.

    An edit that is older than what stands there, or of what was taken back, changes nothing.
    """
    message = connection.execute(select(messages).where(messages.c.intake == first)).one_or_none()
    if message is None:
        return None
    number: int = message.ticket
    if message.withdrawn_at is not None or _is_old(message, revision):
        return number
    if revision.withdrawn:
        _withdraw(desk, connection, message, requester_of(incoming), revision.at)
    else:
        _edit(desk, connection, message, stored, incoming, revision.at)
    return number


def _is_old(message: Row[Any], revision: Revision) -> bool:
    return not revision.withdrawn and message.edited_at is not None and revision.at <= message.edited_at


def _edit(
    desk: Desk,
    connection: Connection,
    message: Row[Any],
    stored: StoredIntake,
    incoming: Incoming,
    at: datetime,
) -> None:
    number = message.ticket
    ticket = ticket_row(connection, number)
    before = {"text": message.text, "until": at.isoformat()}
    values: dict[str, Any] = {
        "text": incoming.text,
        "subject": incoming.subject,
        "sha256": stored.sha256,
        "attachments": [msgspec.to_builtins(item) for item in incoming.attachments],
        "edited_at": at,
        "earlier": [*(message.earlier or []), before][-_MOST_EARLIER:],
    }
    connection.execute(update(messages).where(messages.c.id == message.id).values(values))
    if message.direction == "in":
        _reread(desk, connection, message, stored.source.channel, incoming)
    if ticket.subject == message.subject and ticket.subject != incoming.subject:
        change(connection, desk.now(), number, subject=incoming.subject)
    if matters(message.text, incoming.text):
        _heard(desk, connection, ticket, message.role)
    else:
        change(connection, desk.now(), number)
    record(connection, desk.now(), requester_of(incoming), "edited_message", ticket=number)


def _reread(desk: Desk, connection: Connection, message: Row[Any], channel: str, incoming: Incoming) -> None:
    read: dict[str, Any] = {"kind": incoming.evidence.kind, "data": msgspec.to_builtins(incoming.evidence)}
    connection.execute(update(evidence).where(evidence.c.message == message.id).values(read))
    found = {"words": words_of(read["data"])}
    connection.execute(update(evidence_words).where(evidence_words.c.message == message.id).values(found))
    connection.execute(delete(mail_traits).where(mail_traits.c.message == message.id))
    number, role = message.ticket, message.role
    keep_traits(connection, number, message.id, incoming.evidence, channel, role, desk.platform)


def matters(before: str, after: str) -> bool:
    """Whether the words have changed, and not only their case, spaces or the punctuation around them."""
    return _words(before) != _words(after)


def _words(text: str) -> list[str]:
    """An address or a number is one word, with all that stands in it."""
    return [word for part in text.casefold().split() if (word := part.strip(_AROUND))]


def _withdraw(desk: Desk, connection: Connection, message: Row[Any], who: Actor, at: datetime) -> None:
    number, now = message.ticket, desk.now()
    ticket = ticket_row(connection, number)
    connection.execute(update(messages).where(messages.c.id == message.id).values(withdrawn_at=at))
    left = select(messages.c.id).where(
        messages.c.ticket == number, messages.c.role == "requester", messages.c.withdrawn_at.is_(None)
    )
    if connection.execute(left.limit(1)).first() is None and _was_never_answered(connection, ticket):
        retire_pending(connection, now, number)
        withdraw_in_time_for_undo(connection, now, number)
        mark_ledger(connection, number, aside=True, reason="its author has taken it back")
        change(connection, now, number, state=TicketState.SET_ASIDE, attention=False, due_at=None)
    else:
        _heard(desk, connection, ticket, message.role)
    record(connection, now, who, "took_message_back", ticket=number)


def _was_never_answered(connection: Connection, ticket: Row[Any]) -> bool:
    """Nobody works on it outside of the desk, and nothing was said that would hang in the air."""
    if ticket.state in (*_DONE, TicketState.ESCALATED):
        return False
    said = select(messages.c.id).where(messages.c.ticket == ticket.number, messages.c.direction == "out")
    return connection.execute(said.limit(1)).first() is None


def _heard(desk: Desk, connection: Connection, ticket: Row[Any], role: str) -> None:
    """The requester's words have changed: thought about again, unless it is too late for that."""
    if role == "desk":
        change(connection, desk.now(), ticket.number)
        return
    if role != "requester" or ticket.state in (*_DONE, TicketState.ESCALATED):
        change(connection, desk.now(), ticket.number, attention=True)
        return
    stopped = withdraw_in_time_for_undo(connection, desk.now(), ticket.number)
    attention = {"attention": True} if stopped else {}
    change(connection, desk.now(), ticket.number, heard=True, state=TicketState.NEW, **attention)
