"""A person decides about a message of which nobody knows whether it arrived, or that failed."""

from __future__ import annotations

from sqlalchemy import update

from bot.desk.context import Desk
from bot.desk.delivered import keep_sent
from bot.desk.record import change, outgoing_row, record
from bot.desk.types import Actor, DeskError
from bot.store.schema.sending import outgoing
from bot.store.schema.suggestion import suggestions
from knowledge.vocabulary import SuggestionState


def settle(desk: Desk, outgoing_id: int, actor: Actor, *, arrived: bool) -> None:
    """`arrived`: it did, so it counts as sent; else it is sent again. Raises `NotFound`, `DeskError`."""
    now = desk.now()
    with desk.store.write() as connection:
        row = outgoing_row(connection, outgoing_id)
        if row.state not in ("unknown", "failed"):
            raise DeskError(f"nothing to decide: this message is {row.state}")
        if arrived:
            keep_sent(desk, connection, row, row.ref)
        else:
            again = {"state": "due", "due_at": now, "lease_until": None, "attempts": 0, "created_at": now}
            connection.execute(update(outgoing).where(outgoing.c.id == outgoing_id).values(again))
            back = {"state": SuggestionState.ACCEPTED}
            connection.execute(update(suggestions).where(suggestions.c.id == row.suggestion).values(back))
        change(connection, now, row.ticket, attention=False)
        what = "said_it_arrived" if arrived else "sent_again"
        record(connection, now, actor, what, ticket=row.ticket, outgoing=outgoing_id)
    desk.wake()
