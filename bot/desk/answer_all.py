"""One answer to everybody who reports the same: to each on their own ticket, and to each once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from bot.desk.context import Desk
from bot.desk.enqueue import enqueue
from bot.desk.incident_rows import incident_row, members, one_at_a_time, touch
from bot.desk.record import record
from bot.desk.suggest import Suggested
from bot.desk.types import Actor, DeskError, TooLate
from bot.store.schema.incident import incidents
from bot.store.schema.sending import outgoing
from bot.store.schema.suggestion import suggestions
from knowledge.vocabulary import SuggestionKind, SuggestionState, TicketState

_OPEN = (TicketState.NEW, TicketState.TRIAGED, TicketState.WAITING, TicketState.ESCALATED)


def mark_of(connection: Connection, incident: int) -> str:
    """Stands for all that an agent has seen: the incident's tickets, what they heard, what was answered."""
    version = select(incidents.c.version).where(incidents.c.id == incident)
    held = members(connection, incident)
    last = select(func.coalesce(func.max(outgoing.c.id), 0)).where(
        outgoing.c.ticket.in_([member.number for member in held])
    )
    heard = sum(member.heard for member in held)
    return f"{connection.execute(version).scalar_one()}.{heard}.{connection.execute(last).scalar_one()}"


def answer_all(
    desk: Desk,
    incident: int,
    actor: Actor,
    text: str,
    mark: str,
    *,
    then: TicketState = TicketState.WAITING,
    undo_s: float = 0,
) -> tuple[int, ...]:
    """Write to the requester of every open ticket; replies that were suggested there are superseded.

    `mark`: what `mark_of` said when the agent looked. Returns the ids of the outgoing messages. Raises
    `NotFound`, `DeskError`, and `TooLate` when another has answered, or anything came in, since then.
    """
    if not text.strip():
        raise DeskError("the text is empty: nothing was sent")
    if then not in (TicketState.WAITING, TicketState.SOLVED):
        raise DeskError(f"a ticket cannot be {then} after an answer")
    with desk.store.write() as connection:
        one_at_a_time(connection)
        row = incident_row(connection, incident)
        if mark_of(connection, incident) != mark:
            raise TooLate(row.answered_by or "Somebody", "changed", row.answered_at)
        open_ones = [member for member in members(connection, incident) if member.state in _OPEN]
        if not open_ones:
            raise DeskError("none of its tickets is open")
        _retire(desk, connection, open_ones, actor)
        sent = [_write(desk, connection, incident, member, actor, text, then, undo_s) for member in open_ones]
        touch(connection, incident, answered_by=actor.name, answered_at=desk.now())
        data = {"tickets": len(sent)}
        record(connection, desk.now(), actor, "answered_all", incident=incident, data=data)
    desk.wake()
    return tuple(sent)


def _write(
    desk: Desk,
    connection: Connection,
    incident: int,
    member: Row[Any],
    actor: Actor,
    text: str,
    then: TicketState,
    undo_s: float,
) -> int:
    subject = member.subject if member.subject.lower().startswith("re:") else f"Re: {member.subject}"
    message = Suggested(0, member.number, SuggestionKind.REPLY, member.requester, subject, text)
    handed_over = member.state == TicketState.ESCALATED and then == TicketState.WAITING
    state = TicketState.ESCALATED if handed_over else then
    outgoing_id = enqueue(desk, connection, message, actor, then=state, undo_s=undo_s)
    record(
        connection, desk.now(), actor, "wrote", ticket=member.number, outgoing=outgoing_id, incident=incident
    )
    return outgoing_id


def _retire(desk: Desk, connection: Connection, held: Sequence[Row[Any]], actor: Actor) -> None:
    """Replies and questions that were suggested; a case that stands ready for support stays."""
    pending = (
        suggestions.c.ticket.in_([member.number for member in held])
        & (suggestions.c.state == SuggestionState.PENDING)
        & (suggestions.c.kind != SuggestionKind.ESCALATE)
    )
    values = {
        "state": SuggestionState.SUPERSEDED,
        "decided_by": actor.id,
        "decided_by_name": actor.name,
        "decided_at": desk.now(),
    }
    connection.execute(update(suggestions).where(pending).values(values))
