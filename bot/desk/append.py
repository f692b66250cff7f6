"""Adding to a ticket what came in later."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.desk.answered_by_support import answered_by_support
from bot.desk.belongs import Belongs
from bot.desk.context import Desk
from bot.desk.messages import keep_incoming, learn_id
from bot.desk.open_ticket import requester_of
from bot.desk.participants import keep_copied
from bot.desk.record import change, record, ticket_row
from bot.desk.retire import withdraw_in_time_for_undo
from bot.desk.thanks import only_thanks
from bot.desk.types import Incoming, StoredIntake
from knowledge.vocabulary import TicketState

_DONE = (TicketState.SOLVED, TicketState.CLOSED)


def append(
    desk: Desk, connection: Connection, stored: StoredIntake, incoming: Incoming, belongs: Belongs
) -> None:
    """Write the message on its ticket, and say what it changes there.

    What a requester adds is triaged again. What anybody could have forged, what others write, and what
    comes after an escalation is kept and shown, and a person looks at it: it does not move the ticket.
    """
    if belongs.role == "support":
        answered_by_support(desk, connection, stored, incoming, belongs)
        return
    now = desk.now()
    ticket = ticket_row(connection, belongs.ticket)
    keep_incoming(connection, ticket.number, stored, incoming, belongs.role, belongs.sure, desk.platform)
    if belongs.role == "requester" and belongs.sure:
        learn_id(connection, ticket.number, incoming)
        keep_copied(connection, now, ticket.number, incoming, desk.own_addresses, desk.platform)
    values: dict[str, Any] = {}
    heard = False
    if belongs.role != "requester" or not belongs.sure or ticket.state == TicketState.ESCALATED:
        values["attention"] = True
    elif ticket.state in _DONE and only_thanks(incoming.text) and not _files(incoming):
        pass
    else:
        heard = True
        if withdraw_in_time_for_undo(connection, now, ticket.number):
            values["attention"] = True
        values |= {"state": TicketState.NEW, "may_auto_answer": incoming.may_auto_answer}
    if incoming.details and belongs.sure and belongs.role == "requester":
        values["known"] = {**ticket.known, **incoming.details}
    change(connection, now, ticket.number, heard=heard, **values)
    data: dict[str, str | bool] = {"role": belongs.role, "sure": belongs.sure}
    record(
        connection,
        now,
        requester_of(incoming),
        "added",
        ticket=ticket.number,
        intake=stored.intake_id,
        data=data,
    )


def _files(incoming: Incoming) -> bool:
    """Something was attached; the pictures of a signature are not."""
    return any(not (item.inline and item.content_type.startswith("image/")) for item in incoming.attachments)
