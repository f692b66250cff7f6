"""An agent writes to whom the case is with: an answer to their question, or one more word."""

from __future__ import annotations

from sqlalchemy import Connection, select

from bot.desk.context import Desk
from bot.desk.enqueue import enqueue
from bot.desk.record import record, ticket_row
from bot.desk.retire import retire_pending
from bot.desk.suggest import Suggested
from bot.desk.types import Actor, DeskError
from bot.store.schema.sending import outgoing
from knowledge.vocabulary import SuggestionKind


def write_support(desk: Desk, number: int, actor: Actor, text: str, *, undo_s: float = 0) -> int:
    """Send it; the ticket is with them again, and a reminder runs anew. Returns the outgoing message's id.

    Raises `NotFound`, `DeskError`.
    """
    if not text.strip():
        raise DeskError("the text is empty: nothing was sent")
    now = desk.now()
    with desk.store.write() as connection:
        ticket = ticket_row(connection, number)
        if "@" not in (ticket.escalated_to or ""):
            raise DeskError("this case is with nobody outside: there is no address to write to")
        retire_pending(connection, now, number, actor)
        subject = _subject_of_case(connection, number) or ticket.subject
        message = Suggested(0, number, SuggestionKind.ESCALATE, ticket.escalated_to, subject, text)
        outgoing_id = enqueue(desk, connection, message, actor, undo_s=undo_s)
        record(connection, now, actor, "wrote_support", ticket=number, outgoing=outgoing_id)
    desk.wake()
    return outgoing_id


def _subject_of_case(connection: Connection, number: int) -> str | None:
    """The subject under which the case went out."""
    sent = (outgoing.c.ticket == number) & (outgoing.c.kind == SuggestionKind.ESCALATE)
    found: str | None = connection.execute(
        select(outgoing.c.subject).where(sent).order_by(outgoing.c.id).limit(1)
    ).scalar_one_or_none()
    return found
