"""When is an incident urgent? Then one case for all of its tickets is ready to be handed over, at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select, update

from bot.desk.context import Desk
from bot.desk.incident_case import incident_case
from bot.desk.incident_rows import incident_row, members, touch
from bot.desk.record import change, record, ticket_row
from bot.desk.types import SYSTEM
from bot.store.schema.suggestion import suggestions
from knowledge.vocabulary import SuggestionKind, SuggestionState, TicketState
from triage.incidents import why_urgent

_OPEN = (TicketState.NEW, TicketState.TRIAGED, TicketState.WAITING)
_HANDED_OVER = (SuggestionState.ACCEPTED, SuggestionState.EDITED, SuggestionState.SENT)


def weigh(desk: Desk, connection: Connection, incident: int) -> None:
    """Escalate when enough people report it, or one report is massive.

    One case stands ready, at the incident's lead; the single ones of its tickets are superseded, so that the
    platform's support hears of it once. A case that stands there already is left: an agent may be reading it.
    """
    row = incident_row(connection, incident, is_open=False)
    held = members(connection, incident)
    why = why_urgent((member.requester for member in held), any(member.massive for member in held))
    if row.state != "open" or not held or (why is None and not row.urgent):
        return
    lead = _lead(held, row.lead)
    if not row.urgent:
        data = {"why": why}
        record(
            connection,
            desk.now(),
            SYSTEM,
            "incident_escalated",
            ticket=lead.number,
            incident=incident,
            data=data,
        )
    touch(connection, incident, urgent=True, urgent_because=why or row.urgent_because, lead=lead.number)
    numbers = [member.number for member in held]
    _supersede(desk, connection, numbers, but_not=_title(incident))
    if not _decided(connection, numbers, row.opened_at, _title(incident)):
        _suggest(desk, connection, incident, lead)


def _title(incident: int) -> str:
    return f"Incident {incident}:"


def _lead(held: Sequence[Row[Any]], before: int | None) -> Row[Any]:
    """The one that led, else the first that is open, else the first."""
    open_ones = [member for member in held if member.state in _OPEN]
    choice = open_ones or held
    return next((member for member in choice if member.number == before), choice[0])


def _decided(connection: Connection, numbers: Sequence[int], since: Any, title: str) -> bool:
    """A case is with the platform's support since it began, or the incident's own is pending or dismissed."""
    own = suggestions.c.subject.startswith(title, autoescape=True)
    query = select(suggestions.c.id).where(
        suggestions.c.ticket.in_(numbers),
        suggestions.c.kind == SuggestionKind.ESCALATE,
        or_(
            suggestions.c.state.in_(_HANDED_OVER) & (suggestions.c.decided_at >= since),
            suggestions.c.state.in_((SuggestionState.PENDING, SuggestionState.DISMISSED)) & own,
        ),
    )
    return connection.execute(query.limit(1)).first() is not None


def _supersede(desk: Desk, connection: Connection, numbers: Sequence[int], but_not: str) -> None:
    """Escalations that are pending at its tickets, but for the incident's own."""
    pending = (
        suggestions.c.ticket.in_(numbers)
        & (suggestions.c.kind == SuggestionKind.ESCALATE)
        & (suggestions.c.state == SuggestionState.PENDING)
        & ~suggestions.c.subject.startswith(but_not, autoescape=True)
    )
    values = {
        "state": SuggestionState.SUPERSEDED,
        "decided_by": SYSTEM.id,
        "decided_by_name": SYSTEM.name,
        "decided_at": desk.now(),
    }
    connection.execute(update(suggestions).where(pending).values(values))


def _suggest(desk: Desk, connection: Connection, incident: int, lead: Row[Any]) -> None:
    subject, text, data = incident_case(desk, connection, incident, lead.number)
    ticket = ticket_row(connection, lead.number)
    row = {
        "ticket": lead.number,
        "kind": SuggestionKind.ESCALATE,
        "state": SuggestionState.PENDING,
        "to": desk.platform.escalation.address,
        "subject": f"{subject} [#{lead.number}]",
        "text": text,
        "articles": [],
        "data": data,
        "heard": ticket.heard,
        "created_at": desk.now(),
    }
    connection.execute(insert(suggestions).values(row))
    state = TicketState.TRIAGED if ticket.state == TicketState.WAITING else ticket.state
    change(connection, desk.now(), lead.number, urgent=True, attention=True, state=state)
