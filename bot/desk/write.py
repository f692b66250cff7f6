"""An agent's own answer to the requester."""

from __future__ import annotations

from sqlalchemy import Connection, select

from bot.desk.context import Desk
from bot.desk.enqueue import enqueue
from bot.desk.learn import keep_example
from bot.desk.record import record, ticket_row
from bot.desk.retire import retire_pending
from bot.desk.suggest import Suggested
from bot.desk.types import Actor, DeskError, OutgoingFile, TooLate
from bot.store.schema.message import messages
from bot.store.schema.sending import outgoing
from knowledge.vocabulary import SuggestionKind, TicketState


def write(
    desk: Desk,
    number: int,
    actor: Actor,
    text: str,
    *,
    then: TicketState = TicketState.WAITING,
    undo_s: float = 0,
    mark: str | None = None,
    files: tuple[OutgoingFile, ...] = (),
) -> int:
    """Send it; what was suggested is superseded. `then`: the ticket's state once it is sent.

    `mark`: what `bot.store.queries.ticket.mark_of` said when the agent began to write. `files` go along
    with it, by mail only. Returns the outgoing message's id. Raises `NotFound`, `DeskError`, and `TooLate`
    when something came in, or went out, since then.
    """
    if not text.strip():
        raise DeskError("the text is empty: nothing was sent")
    now = desk.now()
    with desk.store.write() as connection:
        ticket = ticket_row(connection, number)
        if files and ticket.channel not in ("mail", "form"):
            raise DeskError("files can only be sent by mail: nothing was sent")
        if mark is not None:
            _refuse_stale(connection, number, mark)
        retire_pending(connection, now, number, actor)
        subject = ticket.subject if ticket.subject.lower().startswith("re:") else f"Re: {ticket.subject}"
        message = Suggested(0, number, SuggestionKind.REPLY, ticket.requester, subject, text)
        outgoing_id = enqueue(desk, connection, message, actor, then=then, undo_s=undo_s, files=files)
        record(connection, now, actor, "wrote", ticket=number, outgoing=outgoing_id)
        keep_example(desk, connection, number, actor, "wrote")
    desk.wake()
    return outgoing_id


def _refuse_stale(connection: Connection, number: int, mark: str) -> None:
    """Raise `TooLate` with who wrote since then."""
    came, went = (int(part) for part in mark.split("."))
    newer = (messages.c.ticket == number) & (messages.c.direction == "in") & (messages.c.id > came)
    other = (outgoing.c.ticket == number) & (outgoing.c.id > went)
    heard = connection.execute(select(messages).where(newer).order_by(messages.c.id).limit(1)).one_or_none()
    if heard is not None:
        raise TooLate(heard.author_name or heard.author, "answered", heard.at)
    sent = connection.execute(select(outgoing).where(other).order_by(outgoing.c.id).limit(1)).one_or_none()
    if sent is not None:
        raise TooLate(sent.author_name, "answered", sent.created_at)
