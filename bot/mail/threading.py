"""What does a received mail answer? Message-IDs, nearest first, and a ticket that an address tag names.

Which ticket that is, and whether the sender takes part in it, is the desk's to say (`bot.desk.belongs`).
"""

from __future__ import annotations

from sqlalchemy import select

from bot.desk.types import Outgoing
from bot.mail.head import Head
from bot.mail.own import Own
from bot.mail.tokens import ticket_of_address
from bot.store.engine import Store
from bot.store.schema.message import messages

_ADDRESSED = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
_MAX_IDS = 40


def answers_ids(head: Head) -> tuple[str, ...]:
    """In-Reply-To, then References from the end (RFC 5322 section 3.6.4)."""
    references = head.message_ids("References")
    return tuple(dict.fromkeys([*head.message_ids("In-Reply-To"), *reversed(references)]))[:_MAX_IDS]


def answers_ticket(head: Head, envelope_to: tuple[str, ...], own: Own) -> int | None:
    """The ticket whose signed tag stands in an address that this mail was sent to."""
    for address in (*envelope_to, *head.addresses(*_ADDRESSED)):
        ticket = ticket_of_address(own.secret, address)
        if ticket is not None:
            return ticket
    return None


def own_message_id(head: Head) -> str | None:
    """The mail's Message-ID with its brackets; `None` where there is none, or more than one."""
    found = head.message_ids("Message-ID")
    return found[0] if len(found) == 1 else None


def answered_subject(store: Store, outgoing: Outgoing) -> str | None:
    """The subject of the mail that is answered: mail programs show one thread only under one subject."""
    if outgoing.in_reply_to is None:
        return None
    query = select(messages.c.subject).where(
        messages.c.ticket == outgoing.ticket, messages.c.message_id == outgoing.in_reply_to
    )
    with store.read() as connection:
        found: str | None = connection.execute(query.limit(1)).scalar_one_or_none()
    return found
