"""What the ticket page shows of merging, splitting, and the people on a ticket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from bot.desk.merged import surviving
from bot.desk.participants import QUOTED
from bot.desk.split_ticket import offers, splittable
from bot.desk.subjects import base_subject
from bot.store.queries.ticket_page import TicketRows
from bot.store.queries.together import together_rows
from knowledge.vocabulary import ProblemKind, Route

_NOT_A_REQUEST = (Route.JUNK_EXPECTED, Route.NEWSLETTER, Route.NOT_A_TICKET)
_ABOUT_SPAM = (
    ProblemKind.SPAM_RECEIVED,
    ProblemKind.SPAM_FLOOD,
    ProblemKind.SPOOFED,
    ProblemKind.JUNKED_WRONGLY,
)
_OVER = ("solved", "closed", "set_aside")


@dataclass(frozen=True)
class Together:
    goes_on: int | None
    """The ticket that goes on in this one's place."""
    merged: Sequence[Row[Any]]
    others: Sequence[Row[Any]]
    people: Sequence[Row[Any]]
    asks: Row[Any] | None
    """Who seems to ask, where this mail was passed on: an offer."""
    splittable: Sequence[Row[Any]]
    offers: Mapping[int, str]
    """Messages, by id, whose subject says that they are another matter: that subject."""


def together_of(connection: Connection, rows: TicketRows) -> Together:
    """Everything that the page needs."""
    ticket = rows.ticket
    found = together_rows(connection, ticket)
    merged_away = ticket.merged_into is not None
    return Together(
        goes_on=surviving(connection, ticket.number) if merged_away else None,
        merged=found.merged,
        others=[] if merged_away else found.others,
        people=[row for row in found.people if row.how != QUOTED],
        asks=next((row for row in found.people if row.how == QUOTED), None) if _may_ask(ticket) else None,
        splittable=[] if merged_away else splittable(rows.messages),
        offers={} if merged_away else _offers(rows),
    )


def _offers(rows: TicketRows) -> dict[int, str]:
    offered = offers(rows.messages, rows.ticket.subject)
    return {row.id: base_subject(row.subject) for row in rows.messages if row.id in offered}


def _may_ask(ticket: Row[Any]) -> bool:
    """What was passed on because it is spam, has no author who waits for an answer."""
    if ticket.channel != "mail" or ticket.state in _OVER or ticket.merged_into is not None:
        return False
    return ticket.route not in _NOT_A_REQUEST and ticket.problem not in _ABOUT_SPAM
