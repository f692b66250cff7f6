"""Who really asks: an agent says so, after somebody has passed a mail on for another."""

from __future__ import annotations

from sqlalchemy import delete, func, select, update

from bot.desk.context import Desk
from bot.desk.merged import own_row
from bot.desk.participants import FORWARDER, keep_participants
from bot.desk.record import change, record
from bot.desk.retire import retire_pending
from bot.desk.types import Actor, DeskError
from bot.store.schema.message import messages
from bot.store.schema.ticket import participants
from knowledge.vocabulary import TicketState
from triage.evidence.addresses import clean_address

_OVER = (TicketState.SOLVED, TicketState.CLOSED, TicketState.SET_ASIDE, TicketState.ESCALATED)


def set_requester(desk: Desk, number: int, actor: Actor, address: str) -> None:
    """Answers go to this address from now on, sent by a person only; who asked before stays a participant.

    The forwarder's words stay evidence, and are never quoted to the requester.
    Raises `NotFound`, `DeskError`.
    """
    clean = clean_address(address.strip())
    if clean is None:
        raise DeskError(f"{address[:100]!r} is no mail address")
    now = desk.now()
    with desk.store.write() as connection:
        ticket = own_row(connection, number)
        if ticket.channel != "mail":
            raise DeskError("only a ticket that came by mail can be somebody else's")
        before = ticket.requester
        if before.casefold() == clean.casefold():
            return
        known = (participants.c.ticket == number) & (participants.c.address == clean.lower())
        name = connection.execute(select(participants.c.name).where(known)).scalar_one_or_none()
        both = participants.c.address.in_((clean.lower(), before.lower()))
        connection.execute(delete(participants).where(participants.c.ticket == number, both))
        keep_participants(connection, now, number, [(before, ticket.requester_name)], FORWARDER)
        wrote = (messages.c.ticket == number) & (messages.c.direction == "in")
        theirs = wrote & (messages.c.role == "requester")
        connection.execute(update(messages).where(theirs).values(role="other"))
        mine = wrote & (messages.c.role == "other") & (func.lower(messages.c.author) == clean.lower())
        connection.execute(update(messages).where(mine).values(role="requester"))
        open_ = ticket.state not in _OVER
        if open_:
            retire_pending(connection, now, number, actor)
        values = {"requester": clean, "requester_name": name, "may_auto_answer": False}
        if open_:
            values["state"] = TicketState.NEW
        change(connection, now, number, heard=open_, **values)
        data = {"from": before, "to": clean}
        record(connection, now, actor, "requester_changed", ticket=number, data=data)
    desk.wake()
