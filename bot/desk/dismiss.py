"""Dismissing a suggestion: nothing is sent, and why is kept to learn from."""

from __future__ import annotations

from bot.desk.asked import ask_no_more
from bot.desk.context import Desk
from bot.desk.decide import take_pending
from bot.desk.learn import keep_example
from bot.desk.record import change, record
from bot.desk.types import Actor
from knowledge.vocabulary import SuggestionKind, SuggestionState, TicketState


def dismiss(desk: Desk, suggestion_id: int, actor: Actor, reason: str) -> None:
    """Dismiss a pending suggestion. Raises `TooLate`, `NotFound`."""
    now = desk.now()
    with desk.store.write() as connection:
        state = SuggestionState.DISMISSED
        taken = take_pending(connection, now, suggestion_id, actor, state, reason=reason)
        data = {"reason": reason}
        record(connection, now, actor, state, ticket=taken.ticket, suggestion=suggestion_id, data=data)
        more = {"suggestion": suggestion_id, "kind": taken.purpose or taken.kind.value, "reason": reason}
        keep_example(desk, connection, taken.ticket, actor, state, **more)
        if taken.kind == SuggestionKind.ASK and ask_no_more(connection, taken.ticket):
            # what has not come will not come: the case goes on as it is
            change(connection, now, taken.ticket, heard=True, state=TicketState.NEW)
        else:
            change(connection, now, taken.ticket)
    desk.wake()
