"""Telling a requester that the message has arrived: optional, and automatic mail like any other.

It repeats nothing but the ticket's number, and counts as the one automatic message of its ticket.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select

from bot.desk.automatic import refusal
from bot.desk.context import Desk
from bot.desk.enqueue import RECEIPT, enqueue
from bot.desk.record import record
from bot.desk.suggest import Suggested
from bot.desk.types import SYSTEM
from bot.settings.groups.desk import DeskSettings
from bot.store.schema.sending import outgoing
from knowledge.vocabulary import Action, SuggestionKind, TicketState
from triage.model import Decision
from triage.replies.sentences import voice


def confirm_receipt(desk: Desk, connection: Connection, ticket: Row[Any], decision: Decision) -> None:
    """Once a ticket, when nothing was written to the requester; never where automatic mail may not go."""
    wanted = desk.settings.of(DeskSettings).confirm_receipt and decision.action != Action.IGNORE
    if not wanted or not ticket.may_auto_answer or ticket.channel != "mail":
        return
    written = select(outgoing.c.id).where(outgoing.c.ticket == ticket.number)
    if connection.execute(written.limit(1)).first() or refusal(desk, connection, ticket) is not None:
        return
    said = voice(desk.library, decision.language)
    parts = ("frame.hello", "receipt.text", "receipt.closing")
    text = "\n\n".join(said.say(key, reference=f"#{ticket.number}") for key in parts)
    words = Suggested(
        0, ticket.number, SuggestionKind.REPLY, ticket.requester, said.say("frame.subject.request"), text,
        purpose=RECEIPT,
    )  # fmt: skip
    outgoing_id = enqueue(desk, connection, words, SYSTEM, automatic=True, then=TicketState(ticket.state))
    record(connection, desk.now(), SYSTEM, "confirmed_receipt", ticket=ticket.number, outgoing=outgoing_id)
