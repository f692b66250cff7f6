"""What the page of an incident shows, made from its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.desk.answer_all import mark_of
from bot.desk.context import Desk
from bot.desk.incident_case import features
from bot.store.queries.incidents import IncidentLine, IncidentView, incident_lines, incident_view
from bot.store.schema.sending import outgoing
from bot.web.trail_view import Entry, trail_of
from knowledge.vocabulary import TicketState
from triage.features_of_samples import hurts_in_words, kinds_in_words
from triage.incidents import by_hour

OPEN = (TicketState.NEW, TicketState.TRIAGED, TicketState.WAITING, TicketState.ESCALATED)


@dataclass(frozen=True)
class Bar:
    """One hour of the chart; `x` and `height` in its own units (a bar is 10 wide, the chart 40 high)."""

    at: datetime
    count: int
    x: int
    height: float


@dataclass(frozen=True)
class Shared:
    kinds: str
    value: str
    caught: str
    hurts: str
    is_safe: bool


@dataclass(frozen=True)
class IncidentPage:
    line: IncidentLine
    tickets: tuple[Any, ...]
    open_tickets: int
    causes: tuple[str, ...]
    shared: tuple[Shared, ...]
    bars: tuple[Bar, ...]
    others: tuple[IncidentLine, ...]
    """Other open incidents, to be merged with."""
    trail: tuple[Entry, ...]
    mark: str
    undo_until: datetime | None
    """Until when this agent's last answer to all can be taken back."""


def page_of(desk: Desk, connection: Connection, incident: int, agent: str) -> IncidentPage | None:
    """Everything that the page needs; `None`: there is no such incident."""
    view = incident_view(connection, incident)
    if view is None:
        return None
    held = tuple(row for row in view.tickets if row.state != TicketState.SET_ASIDE)
    return IncidentPage(
        line=view.line,
        tickets=held,
        open_tickets=sum(row.state in OPEN for row in held),
        causes=tuple(words for _, words in view.causes),
        shared=_shared(desk, connection, incident),
        bars=bars_of(tuple(row.created_at for row in held)),
        others=tuple(one for one in incident_lines(connection) if one.id != incident),
        trail=trail_of(view.audit),
        mark=mark_of(connection, incident),
        undo_until=max((row.due_at for row in to_undo(desk, connection, view, agent)), default=None),
    )


def to_undo(desk: Desk, connection: Connection, view: IncidentView, agent: str) -> list[Any]:
    """What this agent wrote to these tickets, and has not gone yet."""
    query = select(outgoing).where(
        outgoing.c.ticket.in_([row.number for row in view.tickets]),
        outgoing.c.author == agent,
        outgoing.c.suggestion.is_(None),
        outgoing.c.state == "due",
        outgoing.c.attempts == 0,
        outgoing.c.due_at > desk.now(),
    )
    return list(connection.execute(query).all())


def bars_of(times: tuple[datetime, ...]) -> tuple[Bar, ...]:
    counts = by_hour(times)
    most = max((count for _, count in counts), default=1)
    return tuple(
        Bar(at, count, x=number * 10, height=round(36 * count / most, 1))
        for number, (at, count) in enumerate(counts)
    )


def _shared(desk: Desk, connection: Connection, incident: int) -> tuple[Shared, ...]:
    return tuple(
        Shared(
            kinds_in_words(item.kinds),
            item.value,
            f"{item.caught} of {item.of}",
            hurts_in_words(item.hurts),
            item.hurt == 0,
        )
        for item in features(desk, connection, incident)
    )
