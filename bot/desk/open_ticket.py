"""Opening a ticket for something that belongs to none yet."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert

from bot.desk.context import Desk
from bot.desk.messages import keep_incoming
from bot.desk.participants import QUOTED, keep_copied, keep_participants
from bot.desk.record import record
from bot.desk.types import Actor, Incoming, StoredIntake
from bot.store.schema.ticket import tickets
from knowledge.vocabulary import TicketState


def open_ticket(desk: Desk, connection: Connection, stored: StoredIntake, incoming: Incoming) -> int:
    """Write the ticket with its first message; it is due for triage at once. Returns its number."""
    now = desk.now()
    row: dict[str, Any] = {
        "subject": incoming.subject,
        "requester": incoming.requester,
        "requester_name": incoming.requester_name,
        "channel": stored.source.channel,
        "thread": incoming.thread,
        "help_address": _help_address(desk, stored),
        "platform": desk.platform.name,
        "state": TicketState.NEW,
        "missing": [],
        "known": {},
        "may_auto_answer": incoming.may_auto_answer,
        "created_at": now,
        "updated_at": now,
        "due_at": now,
    }
    number: int = connection.execute(insert(tickets).values(row).returning(tickets.c.number)).scalar_one()
    sure = incoming.may_auto_answer
    keep_incoming(connection, number, stored, incoming, "requester", sure, desk.platform)
    keep_copied(connection, now, number, incoming, desk.own_addresses, desk.platform)
    if incoming.forwarded_for is not None:
        keep_participants(connection, now, number, [incoming.forwarded_for], QUOTED)
    record(connection, now, requester_of(incoming), "opened", ticket=number, intake=stored.intake_id)
    return number


def requester_of(incoming: Incoming) -> Actor:
    return Actor("requester", incoming.requester, incoming.requester_name or incoming.requester)


def _help_address(desk: Desk, stored: StoredIntake) -> str | None:
    """The help address that was written to: answers come from it."""
    ours = {
        address.casefold(): address
        for address in (*desk.settings.help_address, *desk.platform.help_addresses)
    }
    written = (address.casefold() for address in stored.source.envelope_to)
    found = next((ours[address] for address in written if address in ours), None)
    return found or next(iter(desk.settings.help_address), None)
