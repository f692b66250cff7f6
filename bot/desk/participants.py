"""Who has to do with a ticket beside its requester: kept, shown, and never trusted.

A participant's mail is put on the ticket, marked; it moves nothing there. Who only stands in a quoted header
(`QUOTED`) is no participant: nothing goes there, and nothing from there is let in, until an agent says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from bot.desk.support import is_support
from bot.desk.types import Incoming
from bot.store.schema.message import messages
from bot.store.schema.ticket import participants, tickets
from knowledge.vocabulary import Platform

WROTE, COPIED, FORWARDER, QUOTED = "wrote", "copied", "forwarder", "quoted"
MOST = 50
Person = tuple[str, str | None]
"""An address and a name."""


def keep_participants(
    connection: Connection, at: datetime, number: int, people: Iterable[Person], how: str
) -> None:
    """Remember them; who is known already stays as known. No more than `MOST` of a ticket."""
    query = select(participants.c.address).where(participants.c.ticket == number)
    known = set(connection.execute(query).scalars())
    for address, name in people:
        low = address.lower()
        if low in known or len(known) >= MOST:
            continue
        known.add(low)
        row = {"ticket": number, "address": low, "name": name, "how": how, "at": at}
        connection.execute(insert(participants).values(row))


def keep_copied(
    connection: Connection,
    at: datetime,
    number: int,
    incoming: Incoming,
    own: Iterable[str],
    platform: Platform,
) -> None:
    """Who else was written to in To and Cc: not the desk itself (`own`), nor the platform's support."""
    ours = {_plain(address) for address in own} | {_plain(incoming.requester)}
    people: list[Person] = [
        (address, None)
        for address in (*incoming.evidence.message.to, *incoming.evidence.cc)
        if _plain(address) not in ours and not is_support(address, platform)
    ]
    keep_participants(connection, at, number, people, COPIED)


def copy_participants(connection: Connection, source: int, target: int) -> None:
    """Those of one ticket are the other's, too."""
    rows = connection.execute(select(participants).where(participants.c.ticket == source)).all()
    for row in rows:
        keep_participants(connection, row.at, target, [(row.address, row.name)], row.how)


def takes_part(connection: Connection, number: int, who: str) -> bool:
    """Asks, wrote on the ticket, or was written to by its requester."""
    low = who.lower()
    asks = (tickets.c.number == number) & (func.lower(tickets.c.requester) == low)
    if connection.execute(select(tickets.c.number).where(asks)).first() is not None:
        return True
    wrote = (
        (messages.c.ticket == number)
        & (messages.c.direction != "internal")
        & (func.lower(messages.c.author) == low)
    )
    if connection.execute(select(messages.c.id).where(wrote).limit(1)).first() is not None:
        return True
    known = (
        (participants.c.ticket == number) & (participants.c.address == low) & (participants.c.how != QUOTED)
    )
    return connection.execute(select(participants.c.how).where(known)).first() is not None


def _plain(address: str) -> str:
    """In lower case, without a tag behind a plus (RFC 5233)."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
