"""Keeping how a delivery attempt ended: on the outgoing row, its suggestion, its ticket and the thread."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.desk.context import Desk
from bot.desk.enqueue import RECEIPT
from bot.desk.escalated import escalated_values
from bot.desk.messages import know_id
from bot.desk.record import change, record, ticket_row
from bot.desk.threads import know_thread
from bot.desk.types import SYSTEM, Delivery, DeliveryOutcome
from bot.store.schema.message import messages
from bot.store.schema.sending import outgoing
from bot.store.schema.suggestion import suggestions
from knowledge.vocabulary import SuggestionKind, SuggestionState, TicketState

GIVE_UP_AFTER = timedelta(days=3)
_LONGEST_PAUSE_S = 3600.0


def keep_delivery(desk: Desk, outgoing_id: int, delivery: Delivery) -> None:
    """Write the outcome in one transaction. Nothing happens when it has been written already."""
    with desk.store.write() as connection:
        query = select(outgoing).where(outgoing.c.id == outgoing_id).with_for_update()
        row = connection.execute(query).one()
        if row.state != "sending":
            return
        now = desk.now()
        outcome = delivery.outcome
        if outcome == DeliveryOutcome.RETRY and now - row.created_at >= GIVE_UP_AFTER:
            outcome = DeliveryOutcome.FAILED
        if outcome == DeliveryOutcome.RETRY:
            _again(connection, row, desk, delivery)
        elif outcome == DeliveryOutcome.SENT:
            keep_sent(desk, connection, row, delivery.ref)
            know_thread(connection, row.ticket, delivery.thread)
        else:
            _trouble(desk, connection, row, outcome, delivery.detail)
        data = {"detail": delivery.detail, "attempt": row.attempts}
        record(connection, now, SYSTEM, outcome, ticket=row.ticket, outgoing=row.id, data=data)


def pause_s(attempts: int) -> float:
    """Seconds to wait before the next attempt: 5 s, doubled each time, an hour at most."""
    return (
        float(min(5.0 * 2 ** max(attempts - 1, 0), _LONGEST_PAUSE_S)) if attempts < 20 else _LONGEST_PAUSE_S
    )


def _again(connection: Connection, row: Row[Any], desk: Desk, delivery: Delivery) -> None:
    wait = pause_s(row.attempts) if delivery.retry_after_s is None else delivery.retry_after_s
    values = {
        "state": "due",
        "due_at": desk.now() + timedelta(seconds=wait),
        "lease_until": None,
        "last_error": delivery.detail,
    }
    connection.execute(update(outgoing).where(outgoing.c.id == row.id).values(values))
    change(connection, desk.now(), row.ticket)


def keep_sent(desk: Desk, connection: Connection, row: Row[Any], ref: str | None) -> None:
    """It has gone: write it into the thread, and move suggestion and ticket on."""
    now = desk.now()
    _settle(connection, row, "sent", None, ref=ref, sent_at=now)
    message = {
        "ticket": row.ticket,
        "direction": "out",
        "role": "desk",
        "author": row.author,
        "author_name": row.author_name,
        "channel": row.channel,
        "subject": row.subject,
        "text": row.text,
        "message_id": row.message_id,
        "in_reply_to": row.in_reply_to,
        "references": row.references,
        "attachments": _attachments(row),
        "automatic": row.automatic,
        "at": now,
    }
    connection.execute(insert(messages).values(message))
    if row.channel == "mail":
        # under the Message-ID that we gave it, and under the one that the relay gave it
        for known in dict.fromkeys((row.message_id, ref)):
            if known and "@" in known:
                know_id(connection, row.ticket, known, outgoing=row.id)
    _move_suggestion(connection, row, SuggestionState.SENT)
    values: dict[str, Any] = {"state": _state_after(connection, row)}
    if row.kind == SuggestionKind.ESCALATE:
        values |= escalated_values(desk, now, row.ticket, row.to) | {"state": values["state"]}
    change(connection, now, row.ticket, **values)


def _attachments(row: Row[Any]) -> list[dict[str, Any]]:
    """The files that an agent has added, for the thread; a case tells of its own."""
    if row.kind == SuggestionKind.ESCALATE:
        return []
    kept = [item for item in row.files or () if item.get("sha256")]
    return [
        {
            "name": item["name"],
            "content_type": item["content_type"],
            "size": item.get("size") or 0,
            "sha256": item["sha256"],
            "inline": False,
        }
        for item in kept
    ]


def _state_after(connection: Connection, row: Row[Any]) -> str:
    """What the ticket is once this has gone: as the message says, unless something weighs more."""
    state = str(ticket_row(connection, row.ticket).state)
    if state == TicketState.NEW:
        return state  # more has come in, and is thought about
    if row.kind == RECEIPT:
        return state  # it only says that the message has arrived
    if row.kind == SuggestionKind.REPLY and row.then == TicketState.ESCALATED:
        return state  # told the requester that somebody else has the case
    if row.kind != SuggestionKind.ASK:
        return str(row.then)
    if state == TicketState.ESCALATED:
        return state  # asked for beside it
    waits = (
        (suggestions.c.ticket == row.ticket)
        & (suggestions.c.kind == SuggestionKind.ESCALATE)
        & (suggestions.c.state == SuggestionState.PENDING)
    )
    urgent = connection.execute(select(suggestions.c.id).where(waits)).first() is not None
    return TicketState.TRIAGED if urgent else str(row.then)


def _trouble(
    desk: Desk, connection: Connection, row: Row[Any], outcome: DeliveryOutcome, detail: str
) -> None:
    """It did not go, or nobody knows: a person decides."""
    _settle(connection, row, outcome, detail)
    _move_suggestion(connection, row, SuggestionState(outcome))
    change(connection, desk.now(), row.ticket, attention=True)


def _settle(connection: Connection, row: Row[Any], state: str, detail: str | None, **values: Any) -> None:
    values |= {"state": state, "last_error": detail, "due_at": None, "lease_until": None}
    connection.execute(update(outgoing).where(outgoing.c.id == row.id).values(values))


def _move_suggestion(connection: Connection, row: Row[Any], state: SuggestionState) -> None:
    if row.suggestion is not None:
        connection.execute(update(suggestions).where(suggestions.c.id == row.suggestion).values(state=state))
