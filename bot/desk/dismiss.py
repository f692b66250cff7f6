"""Dismissing a suggestion: nothing is sent, and why is kept to learn from."""

from __future__ import annotations

from bot.desk.context import Desk
from bot.desk.decide import take_pending
from bot.desk.learn import keep_example
from bot.desk.record import change, record
from bot.desk.types import Actor
from knowledge.vocabulary import SuggestionState


def dismiss(desk: Desk, suggestion_id: int, actor: Actor, reason: str) -> None:
    """Dismiss a pending suggestion. Raises `TooLate`, `NotFound`."""
    now = desk.now()
    with desk.store.write() as connection:
        state = SuggestionState.DISMISSED
        taken = take_pending(connection, now, suggestion_id, actor, state, reason=reason)
        data = {"reason": reason}
        record(connection, now, actor, state, ticket=taken.ticket, suggestion=suggestion_id, data=data)
        more = {"suggestion": suggestion_id, "kind": taken.kind.value, "reason": reason}
        keep_example(desk, connection, taken.ticket, actor, state, **more)
        change(connection, now, taken.ticket)
    desk.wake()
