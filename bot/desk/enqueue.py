"""Putting a message on its way: the row that a worker will deliver."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.desk.automatic import capped_domain, domain_of
from bot.desk.case_files import case_files
from bot.desk.context import Desk
from bot.desk.merged import own_row
from bot.desk.message_id import make_message_id
from bot.desk.messages import MAX_REFERENCES
from bot.desk.record import change
from bot.desk.suggest import HANDOVER, Suggested
from bot.desk.types import Actor, OutgoingFile
from bot.store.schema.message import messages
from bot.store.schema.sending import outgoing
from knowledge.vocabulary import SuggestionKind, TicketState

RECEIPT = "receipt"
"""A message that only says that the requester's has arrived."""

_THEN = {
    SuggestionKind.REPLY: TicketState.SOLVED,
    SuggestionKind.ASK: TicketState.WAITING,
    SuggestionKind.ESCALATE: TicketState.ESCALATED,
}


def enqueue(
    desk: Desk,
    connection: Connection,
    message: Suggested,
    actor: Actor,
    *,
    automatic: bool = False,
    then: TicketState | None = None,
    undo_s: float = 0,
    files: tuple[OutgoingFile, ...] = (),
) -> int:
    """Write the outgoing message, due at once or when the time for undoing is over. Returns its id.

    `message.id` 0: written by the agent, not suggested. `then`: the ticket's state once it is sent.
    """
    now = desk.now()
    ticket = own_row(connection, message.ticket)
    row = _row(connection, ticket, message) | {
        "suggestion": message.id or None,
        "then": then or (TicketState.ESCALATED if message.purpose == HANDOVER else _THEN[message.kind]),
        "files": _files(connection, message, files),
        "automatic": automatic,
        "author": actor.id,
        "author_name": actor.name,
        "created_at": now,
        "due_at": now + timedelta(seconds=undo_s),
    }
    outgoing_id: int = connection.execute(insert(outgoing).values(row).returning(outgoing.c.id)).scalar_one()
    message_id = make_message_id(desk.secret_key, ticket.number, outgoing_id, _domain(desk, ticket))
    connection.execute(update(outgoing).where(outgoing.c.id == outgoing_id).values(message_id=message_id))
    asked = ticket.asked or message.kind == SuggestionKind.ASK
    change(connection, now, ticket.number, asked=asked, attention=False)
    return outgoing_id


def _files(
    connection: Connection, message: Suggested, files: tuple[OutgoingFile, ...]
) -> list[dict[str, Any]] | None:
    """Those of the case, or those that an agent has added."""
    if message.kind == SuggestionKind.ESCALATE:
        return case_files(connection, message)
    return [asdict(file) for file in files] or None


def _row(connection: Connection, ticket: Row[Any], message: Suggested) -> dict[str, Any]:
    escalates = message.kind == SuggestionKind.ESCALATE
    threaded = _threading(connection, ticket.number, escalates)
    return threaded | {
        "ticket": ticket.number,
        "kind": RECEIPT if message.purpose == RECEIPT else message.kind,
        "state": "due",
        "channel": "mail" if escalates else ticket.channel,
        "to": message.to,
        "to_domain": capped_domain(message.to),
        "subject": message.subject,
        "text": message.text,
        "thread": None if escalates else ticket.thread,
        "sender": ticket.help_address,
    }


def _threading(connection: Connection, number: int, escalates: bool) -> dict[str, Any]:
    """In-Reply-To and References (RFC 5322 section 3.6.4): the last message of the other side is answered."""
    role = "support" if escalates else "requester"
    query = (
        select(messages.c.message_id, messages.c.references)
        .where(messages.c.ticket == number, messages.c.direction == "in", messages.c.role == role)
        .where(messages.c.message_id.is_not(None))
        .order_by(messages.c.id.desc())
    )
    last = connection.execute(query.limit(1)).one_or_none()
    if last is None:
        return {"in_reply_to": None, "references": []}
    chain = [*last.references, last.message_id]
    chain = chain if len(chain) <= MAX_REFERENCES else [chain[0], *chain[-(MAX_REFERENCES - 1) :]]
    return {"in_reply_to": last.message_id, "references": chain}


def _domain(desk: Desk, ticket: Row[Any]) -> str:
    ours = (ticket.help_address, *desk.settings.help_address, *desk.platform.help_addresses)
    address = next((item for item in ours if item), "")
    return domain_of(address) or "mailtriage.invalid"
