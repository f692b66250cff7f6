"""An agent's own answer to the requester."""

from __future__ import annotations

from bot.desk.context import Desk
from bot.desk.enqueue import enqueue
from bot.desk.learn import keep_example
from bot.desk.record import record, ticket_row
from bot.desk.retire import retire_pending
from bot.desk.suggest import Suggested
from bot.desk.types import Actor, DeskError
from knowledge.vocabulary import SuggestionKind, TicketState


def write(
    desk: Desk,
    number: int,
    actor: Actor,
    text: str,
    *,
    then: TicketState = TicketState.WAITING,
    undo_s: float = 0,
) -> int:
    """Send it; what was suggested is superseded. `then`: the ticket's state once it is sent.

    Returns the outgoing message's id. Raises `NotFound`, `DeskError`.
    """
    if not text.strip():
        raise DeskError("the text is empty: nothing was sent")
    now = desk.now()
    with desk.store.write() as connection:
        ticket = ticket_row(connection, number)
        retire_pending(connection, now, number, actor)
        subject = ticket.subject if ticket.subject.lower().startswith("re:") else f"Re: {ticket.subject}"
        message = Suggested(0, number, SuggestionKind.REPLY, ticket.requester, subject, text)
        outgoing_id = enqueue(desk, connection, message, actor, then=then, undo_s=undo_s)
        record(connection, now, actor, "wrote", ticket=number, outgoing=outgoing_id)
        keep_example(desk, connection, number, actor, "wrote")
    desk.wake()
    return outgoing_id
