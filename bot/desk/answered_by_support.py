"""The platform's support has written: kept apart from the requester's words; a closing reply is suggested.

Nothing is ever sent to the support unasked, and nothing of its words to the requester: a person writes what
the answer means.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, func, select

from bot.desk.belongs import Belongs
from bot.desk.context import Desk
from bot.desk.messages import keep_incoming
from bot.desk.open_ticket import requester_of
from bot.desk.record import change, record, ticket_row
from bot.desk.retire import retire_pending
from bot.desk.suggest import CLOSING, Suggested, keep_suggestion
from bot.desk.support import is_receipt, support_number
from bot.desk.types import Incoming, StoredIntake
from bot.store.schema.message import messages
from knowledge.vocabulary import SuggestionKind, TicketState
from triage.replies.handover import closing_reply
from triage.replies.name import greeted_as
from triage.replies.sentences import own_folders

_IN_WORK = (TicketState.ESCALATED, TicketState.TRIAGED)


def answered_by_support(
    desk: Desk, connection: Connection, stored: StoredIntake, incoming: Incoming, belongs: Belongs
) -> None:
    """Write it on the ticket. What is not proven to be theirs is shown, marked, and changes nothing."""
    now = desk.now()
    ticket = ticket_row(connection, belongs.ticket)
    receipt = is_receipt(incoming) and (incoming.automatic or _is_first(connection, ticket.number))
    keep_incoming(connection, ticket.number, stored, incoming, "support", belongs.sure, desk.platform)
    values: dict[str, Any] = {"attention": not incoming.automatic or not belongs.sure or ticket.attention}
    if belongs.sure:
        values["support_ref"] = support_number(incoming) or ticket.support_ref
        if not receipt:
            values |= _answer(desk, connection, ticket, incoming)
    change(connection, now, ticket.number, **values)
    what = "support_received" if receipt else "support_answered"
    what = what if belongs.sure else "support_unproven"
    data: dict[str, str | bool | None] = {"sure": belongs.sure, "number": values.get("support_ref")}
    record(
        connection,
        now,
        requester_of(incoming),
        what,
        ticket=ticket.number,
        intake=stored.intake_id,
        data=data,
    )


def _answer(desk: Desk, connection: Connection, ticket: Row[Any], incoming: Incoming) -> dict[str, Any]:
    """A real answer, not only word that the case has arrived."""
    if ticket.state not in _IN_WORK or ticket.escalated_at is None:
        return {}
    decision = ticket.decision or {}
    retire_pending(connection, desk.now(), ticket.number)
    own = own_folders(desk.library)
    name = greeted_as(ticket.requester_name, ticket.requester)
    reply = closing_reply(decision.get("language"), incoming.text, decision.get("brand"), own, name)
    draft = Suggested(
        0,
        ticket.number,
        SuggestionKind.REPLY,
        ticket.requester,
        reply.subject,
        reply.text,
        purpose=CLOSING,
    )
    keep_suggestion(desk, connection, ticket, draft)
    return {"state": TicketState.TRIAGED, "remind_at": None, "reminded": 0}


def _is_first(connection: Connection, number: int) -> bool:
    """Nothing of the support's stands on the ticket yet."""
    query = select(func.count()).where(messages.c.ticket == number, messages.c.role == "support")
    return connection.execute(query).scalar_one() == 0
