"""Which ticket does an incoming message belong to, and may we be sure?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import Connection, select

from bot.desk.merged import surviving
from bot.desk.message_id import bare, ticket_of
from bot.desk.participants import takes_part
from bot.desk.support import is_support, support_number
from bot.desk.types import Incoming
from bot.store.schema.message import message_ids
from bot.store.schema.sending import outgoing
from bot.store.schema.ticket import tickets
from knowledge.vocabulary import Platform

_TOKEN = re.compile(r"\[#(\d{1,9})\]")


@dataclass(frozen=True)
class Belongs:
    """`sure`: by something that only a receiver of our mail, or a signed-in user, could know."""

    ticket: int
    sure: bool
    role: str
    """`requester`, `support` (whom it was escalated to) or `other`."""


def find_ticket(
    connection: Connection, incoming: Incoming, platform: Platform, secret: bytes
) -> Belongs | None:
    """By own Message-ID, thread, our token, then what anybody could know; `None`: a new ticket.

    Of a ticket that was merged, the one that goes on.
    """
    return (
        _by_own_id(connection, incoming, platform, secret)
        or _by_thread(connection, incoming, platform)
        or _by_token(connection, incoming, platform)
        or _by_their_id(connection, incoming, platform)
        or _by_subject(connection, incoming, platform)
        or _by_support_number(connection, incoming, platform)
    )


def _by_own_id(
    connection: Connection, incoming: Incoming, platform: Platform, secret: bytes
) -> Belongs | None:
    """The nearest one of ours; a still nearer one of a participant's wins, if it was split off since."""
    nearer: Belongs | None = None
    for message_id in incoming.answers_ids:
        found = _of_ours(connection, message_id, incoming, platform, secret)
        if found is not None:
            return nearer if nearer is not None and nearer.ticket != found.ticket else found
        nearer = nearer or _of_theirs(connection, message_id, incoming, platform)
    return None


def _of_ours(
    connection: Connection, message_id: str, incoming: Incoming, platform: Platform, secret: bytes
) -> Belongs | None:
    query = (
        select(message_ids.c.ticket, outgoing.c.kind, outgoing.c.to)
        .select_from(message_ids.outerjoin(outgoing, outgoing.c.id == message_ids.c.outgoing))
        .where(message_ids.c.message_id == bare(message_id), message_ids.c.ours)
    )
    row = connection.execute(query.limit(1)).one_or_none()
    if row is None:
        number = ticket_of(secret, message_id)
        return None if number is None else _belongs(connection, number, incoming, platform, True)
    number = surviving(connection, row.ticket)
    if row.kind == "escalate" and not _same(incoming.requester, _requester(connection, number)):
        # only the support has got it; from another domain than theirs it is shown, and marked
        theirs = is_support(incoming.requester, platform) or _same(incoming.requester, row.to)
        return Belongs(number, theirs and incoming.authenticated is not False, "support")
    return _belongs(connection, number, incoming, platform, True)


def _by_thread(connection: Connection, incoming: Incoming, platform: Platform) -> Belongs | None:
    if incoming.thread is None:
        return None
    query = (
        select(tickets.c.number).where(tickets.c.thread == incoming.thread).order_by(tickets.c.number.desc())
    )
    number = connection.execute(query.limit(1)).scalar_one_or_none()
    return None if number is None else _belongs(connection, number, incoming, platform, True)


def _by_token(connection: Connection, incoming: Incoming, platform: Platform) -> Belongs | None:
    if incoming.answers_ticket is None:
        return None
    return _belongs(connection, incoming.answers_ticket, incoming, platform, True)


def _by_their_id(connection: Connection, incoming: Incoming, platform: Platform) -> Belongs | None:
    for message_id in incoming.answers_ids:
        found = _of_theirs(connection, message_id, incoming, platform)
        if found is not None:
            return found
    return None


def _of_theirs(
    connection: Connection, message_id: str, incoming: Incoming, platform: Platform
) -> Belongs | None:
    """A mail that answers a requester's own mail: only from somebody who already takes part."""
    query = select(message_ids.c.ticket).where(message_ids.c.message_id == bare(message_id))
    for ticket in connection.execute(query.order_by(message_ids.c.ticket.desc()).limit(5)).scalars():
        number = surviving(connection, ticket)
        if takes_part(connection, number, incoming.requester):
            return _belongs(connection, number, incoming, platform, incoming.may_auto_answer)
    return None


def _by_subject(connection: Connection, incoming: Incoming, platform: Platform) -> Belongs | None:
    match = _TOKEN.search(incoming.subject)
    if match is None:
        return None
    number = surviving(connection, int(match[1]))
    if is_support(incoming.requester, platform) and _is_escalated(connection, number):
        return Belongs(number, incoming.authenticated is True, "support")
    if not takes_part(connection, number, incoming.requester):
        return None
    return _belongs(connection, number, incoming, platform, incoming.may_auto_answer)


def _by_support_number(connection: Connection, incoming: Incoming, platform: Platform) -> Belongs | None:
    """By the number that the support gave the case, from the support only."""
    number = support_number(incoming) if is_support(incoming.requester, platform) else None
    if number is None:
        return None
    query = select(tickets.c.number).where(tickets.c.support_ref == number)
    found = connection.execute(query.order_by(tickets.c.number.desc()).limit(2)).scalars().all()
    if len(found) != 1:
        return None
    return Belongs(surviving(connection, found[0]), incoming.authenticated is True, "support")


def _is_escalated(connection: Connection, number: int) -> bool:
    query = select(tickets.c.number).where(tickets.c.number == number, tickets.c.escalated_at.is_not(None))
    return connection.execute(query).first() is not None


def _belongs(
    connection: Connection,
    number: int,
    incoming: Incoming,
    platform: Platform,
    sure: bool,
    role: str | None = None,
) -> Belongs | None:
    requester = _requester(connection, number)
    if requester is None:
        return None
    if role is None:
        if _same(incoming.requester, requester):
            role = "requester"
        else:
            role = "support" if is_support(incoming.requester, platform) else "other"
    disproven = incoming.proven is False or (role == "support" and incoming.authenticated is False)
    return Belongs(number, sure and not disproven, role)


def _requester(connection: Connection, number: int) -> str | None:
    found: str | None = connection.execute(
        select(tickets.c.requester).where(tickets.c.number == number)
    ).scalar_one_or_none()
    return found


def _same(one: str | None, other: str | None) -> bool:
    return bool(one) and bool(other) and str(one).casefold() == str(other).casefold()
