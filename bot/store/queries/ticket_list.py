"""Which tickets are there? The rows of a queue, by state, route and words, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Row, Text, and_, cast, func, not_, or_, select

from bot.store.schema.message import evidence, message_ids, messages
from bot.store.schema.search import evidence_words
from bot.store.schema.sending import outgoing
from bot.store.schema.suggestion import suggestions
from bot.store.schema.ticket import tickets
from knowledge.vocabulary import SuggestionState, TicketState


@dataclass(frozen=True)
class TicketFilter:
    """What a ticket must be; empty: anything.

    `text` is looked for in subject, requester, messages, details filled in and the words of the evidence.
    """

    states: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    text: str = ""
    needs_person: bool = False
    """There is something to decide, or nothing is on its way yet."""
    snoozed: bool = False
    assignee: str = ""
    """Actor.id of who works on it."""

    def conditions(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.states:
            found.append(tickets.c.state.in_(self.states))
        if self.routes:
            found.append(tickets.c.route.in_(self.routes))
        if self.needs_person:
            found.append(_needs_person())
        if self.snoozed:
            found.append(tickets.c.snoozed_until.is_not(None))
        if self.assignee:
            found.append(tickets.c.assignee == self.assignee)
        if self.text:
            found.append(_holds(self.text))
        return found


def list_tickets(
    connection: Connection, wanted: TicketFilter, limit: int, before: int | None = None
) -> Sequence[Row[tuple[object, ...]]]:
    """At most `limit` tickets with a number below `before`, highest number first."""
    query = select(tickets).where(*wanted.conditions()).order_by(tickets.c.number.desc()).limit(limit)
    if before is not None:
        query = query.where(tickets.c.number < before)
    return connection.execute(query).all()


def queue_of_tickets(
    connection: Connection, wanted: TicketFilter, limit: int, skip: int = 0
) -> Sequence[Row[tuple[object, ...]]]:
    """The same as people work on them: what is urgent first, then what changed last.

    Each row says as well whether a suggestion is `pending`, and whether an answer is `on_its_way`.
    """
    order = (tickets.c.urgent.desc(), tickets.c.updated_at.desc(), tickets.c.number.desc())
    stands = (_pending().label("pending"), _on_its_way().label("on_its_way"))
    query = select(tickets, *stands).where(*wanted.conditions()).order_by(*order).limit(limit).offset(skip)
    return connection.execute(query).all()


def count_by_state(connection: Connection) -> dict[str, int]:
    """How many tickets stand in each state; states without a ticket are left out."""
    query = select(tickets.c.state, func.count().label("many")).group_by(tickets.c.state)
    return {row.state: row.many for row in connection.execute(query)}


def count_needs_person(connection: Connection) -> int:
    """How many tickets a person should look at."""
    query = select(func.count()).select_from(tickets).where(_needs_person())
    return connection.execute(query).scalar_one()


def count_snoozed(connection: Connection) -> int:
    """How many tickets somebody wants to see again later."""
    query = select(func.count()).select_from(tickets).where(tickets.c.snoozed_until.is_not(None))
    return connection.execute(query).scalar_one()


def _pending() -> ColumnElement[bool]:
    mine = suggestions.c.ticket == tickets.c.number
    return select(suggestions.c.id).where(mine, suggestions.c.state == SuggestionState.PENDING).exists()


def _on_its_way() -> ColumnElement[bool]:
    mine = outgoing.c.ticket == tickets.c.number
    return select(outgoing.c.id).where(mine, outgoing.c.state.in_(("due", "sending"))).exists()


def _needs_person() -> ColumnElement[bool]:
    here = tickets.c.state.in_((TicketState.NEW, TicketState.TRIAGED))
    elsewhere = tickets.c.state.in_((TicketState.WAITING, TicketState.ESCALATED, TicketState.SOLVED))
    to_decide = or_(tickets.c.attention, _pending())
    needs = or_(and_(here, or_(to_decide, not_(_on_its_way()))), and_(elsewhere, to_decide))
    return and_(tickets.c.snoozed_until.is_(None), needs)


def _holds(text: str) -> ColumnElement[bool]:
    """It is in the ticket's own words, in what was said, or in the evidence; one look through each table."""
    low = text.lower()
    found = evidence_words.c.words.contains(low, autoescape=True)
    read = select(evidence.c.ticket).where(
        evidence.c.message.in_(select(evidence_words.c.message).where(found))
    )
    said = select(messages.c.ticket).where(messages.c.text.icontains(text, autoescape=True))
    known = select(message_ids.c.ticket).where(message_ids.c.message_id == text.strip("<>"))
    either = [
        tickets.c.subject.icontains(text, autoescape=True),
        tickets.c.requester.icontains(text, autoescape=True),
        tickets.c.requester_name.icontains(text, autoescape=True),
        tickets.c.escalation_ref == text,
        tickets.c.support_ref == text,
        cast(tickets.c.known, Text).icontains(text, autoescape=True),
        *(tickets.c.number.in_(query) for query in (said, read, known)),
    ]
    number = text.removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) < 10:
        either.append(tickets.c.number == int(number))
    return or_(*either)
