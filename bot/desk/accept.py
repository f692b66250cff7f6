"""Accepting a suggestion: it is sent as it is, or as the agent has edited it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, select, update

from bot.desk.context import Desk
from bot.desk.decide import refuse_stale, take_pending
from bot.desk.enqueue import enqueue
from bot.desk.escalated import escalated_values
from bot.desk.learn import keep_example
from bot.desk.record import change, record
from bot.desk.suggest import CLOSING, HANDOVER, Suggested
from bot.desk.types import Actor, DeskError
from bot.store.schema.suggestion import suggestions
from knowledge.vocabulary import SuggestionKind, SuggestionState
from triage.replies.handover import is_unfinished


def accept(
    desk: Desk,
    suggestion_id: int,
    actor: Actor,
    text: str | None = None,
    *,
    undo_s: float = 0,
    with_note: bool = False,
) -> int | None:
    """Accept a pending suggestion, with `text` instead of its own when it was edited.

    `with_note`: of an escalation, the note to the requester that stands beside it goes out with it.
    Returns the outgoing message's id (`None`: an escalation without an address, handed over by the agent).
    Raises `TooLate` (somebody was first, or the requester wrote again), `NotFound`, `DeskError`.
    """
    if text is not None and not text.strip():
        raise DeskError("the text is empty: nothing was sent")
    now = desk.now()
    with desk.store.write() as connection:
        edited = text is not None
        state = SuggestionState.EDITED if edited else SuggestionState.ACCEPTED
        taken = take_pending(connection, now, suggestion_id, actor, state, edited_text=text)
        refuse_stale(connection, taken)
        final = replace(taken, text=text) if text is not None and text != taken.text else taken
        if final.text == taken.text and edited:
            state = SuggestionState.ACCEPTED
            unedited = {"state": state, "edited_text": None}
            connection.execute(update(suggestions).where(suggestions.c.id == suggestion_id).values(unedited))
        if taken.purpose == CLOSING and is_unfinished(final.text):
            raise DeskError(
                "the marked line still stands in it: write what the answer means, delete that line, then send"
            )
        record(connection, now, actor, state, ticket=taken.ticket, suggestion=suggestion_id)
        kind = taken.purpose or taken.kind.value
        keep_example(desk, connection, taken.ticket, actor, state, suggestion=suggestion_id, kind=kind)
        outgoing_id = _send(desk, connection, final, actor, undo_s)
        if with_note and taken.kind == SuggestionKind.ESCALATE:
            _send_note(desk, connection, taken.ticket, actor, undo_s)
    desk.wake()
    return outgoing_id


def _send_note(desk: Desk, connection: Connection, number: int, actor: Actor, undo_s: float) -> None:
    """Accept the note as it is, where one is pending."""
    query = select(suggestions.c.id).where(
        suggestions.c.ticket == number,
        suggestions.c.state == SuggestionState.PENDING,
        suggestions.c.purpose == HANDOVER,
    )
    found = connection.execute(query.order_by(suggestions.c.id.desc()).limit(1)).scalar_one_or_none()
    if found is None:
        return
    now, state = desk.now(), SuggestionState.ACCEPTED
    note = take_pending(connection, now, found, actor, state)
    record(connection, now, actor, state, ticket=number, suggestion=found)
    _send(desk, connection, note, actor, undo_s)


def _send(desk: Desk, connection: Connection, final: Suggested, actor: Actor, undo_s: float) -> int | None:
    if final.to:
        return enqueue(desk, connection, final, actor, undo_s=undo_s)
    if final.kind != SuggestionKind.ESCALATE:
        raise DeskError("there is nobody to send this to")
    now = desk.now()
    change(connection, now, final.ticket, **escalated_values(desk, now, final.ticket, actor.name))
    return None
