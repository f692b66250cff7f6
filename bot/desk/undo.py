"""Taking back a message that has not gone yet: its suggestion is pending again."""

from __future__ import annotations

from sqlalchemy import update

from bot.desk.context import Desk
from bot.desk.learn import forget_example
from bot.desk.record import change, outgoing_row, record
from bot.desk.types import Actor, TooLate
from bot.store.schema.sending import outgoing
from bot.store.schema.suggestion import suggestions
from knowledge.vocabulary import SuggestionState


def undo(desk: Desk, outgoing_id: int, actor: Actor) -> None:
    """Withdraw an outgoing message. Raises `NotFound`, and `TooLate` when it is on its way."""
    now = desk.now()
    with desk.store.write() as connection:
        row = outgoing_row(connection, outgoing_id)
        if row.state != "due" or row.attempts:
            raise TooLate(row.author_name, row.state, row.sent_at)
        withdrawn = {"state": "withdrawn", "due_at": None}
        connection.execute(update(outgoing).where(outgoing.c.id == outgoing_id).values(withdrawn))
        back = {
            "state": SuggestionState.PENDING,
            "edited_text": None,
            "decided_by": None,
            "decided_by_name": None,
            "decided_at": None,
        }
        connection.execute(update(suggestions).where(suggestions.c.id == row.suggestion).values(back))
        forget_example(connection, row.ticket, row.suggestion)
        change(connection, now, row.ticket)
        record(connection, now, actor, "undone", ticket=row.ticket, outgoing=outgoing_id)
    desk.wake()
