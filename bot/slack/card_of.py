"""What the card shows of a ticket: chosen from all that is known of it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack.cards import Card, CardSuggestion
from bot.slack.links import Links
from bot.slack.more import offered
from bot.slack.plain import one_line
from bot.slack.said import ALSO_OF_OTHERS, AUDIT_WORDS, count_of
from bot.store.queries.incidents import IncidentLine
from bot.store.queries.ticket import AuditView, TicketView

WORST_FIRST = ("fail", "permerror", "warn", "temperror")
UNPROVEN = "Nothing proves the sender: no automatic mail goes there."


def card_of(view: TicketView, links: Links, *, incident_url: str | None = None, turn: str = "") -> Card:
    """`incident_url`: where the incident's own card stands."""
    line = view.line
    pending = next(
        (item for item in view.pending if item.kind == "escalate"), view.pending[-1] if view.pending else None
    )
    ranked = sorted(
        (item for item in view.findings if item.status in WORST_FIRST),
        key=lambda item: WORST_FIRST.index(item.status),
    )
    reasons = (view.decision or {}).get("reasons") or ("",)
    return Card(
        number=line.number,
        subject=line.subject,
        requester=who(line.requester_name, line.requester),
        state=line.state,
        route=line.route,
        confidence=line.confidence,
        problem=line.problem,
        urgent=line.urgent,
        verdict=str(reasons[0]),
        findings=[(item.status, item.summary) for item in ranked],
        missing=line.missing,
        suggestion=CardSuggestion(pending.id, pending.kind, pending.text) if pending else None,
        log=log_of(view.audit),
        assignee=line.assignee_name,
        url=links.ticket(line.number),
        incident=_incident(view.incident),
        incident_url=incident_url or (links.incident(view.incident.id) if view.incident else None),
        marks=_marks(view),
        now=_now(view),
        buttons=offered(line, "button"),
        menu=offered(line, "menu"),
        turn=turn,
    )


def log_of(audit: Sequence[AuditView]) -> list[str]:
    """Who did what, oldest first."""
    return [
        f"{item.actor_name} {AUDIT_WORDS[item.what]} · {item.at:%d %b %H:%M} UTC"
        for item in audit
        if item.what in AUDIT_WORDS and (item.actor_kind == "agent" or item.what in ALSO_OF_OTHERS)
    ]


def who(name: str | None, address: str) -> str:
    shown = "from Slack" if address.startswith("slack:") else f"<{address}>"
    return f"{name} {shown}" if name else shown


def _now(view: TicketView) -> list[str]:
    line = view.line
    found = [f"{line.assignee_name} has it"] if line.assignee_name else []
    if line.state == "escalated" and view.escalated_to:
        found.append(f"The case is with {one_line(view.escalated_to, 120)}")
    if line.snoozed_until is not None:
        found.append(f"Snoozed until {line.snoozed_until:%d %b %H:%M} UTC, or until something comes in")
    for item in view.outgoing:
        if item.state == "failed":
            found.append(f"✗ Not sent: {one_line(item.last_error or 'it was refused', 200)}")
        elif item.state == "unknown":
            found.append("? Nobody knows whether the last message arrived: say so in the console")
    return found


def _marks(view: TicketView) -> list[str]:
    """Of every sender of the ticket, each once; the requester's own proof first."""
    opened = next((item for item in view.messages if item.direction == "in"), None)
    unproven = opened is not None and not opened.verified and opened.channel == "mail"
    marks = (mark for item in view.messages for mark in item.marks)
    return list(dict.fromkeys([*([UNPROVEN] if unproven else []), *marks]))


def _incident(incident: IncidentLine | None) -> str:
    """One line that gathers the cards: which incident, what it is, and how many."""
    if incident is None:
        return ""
    mark = "🚨 " if incident.urgent and incident.state == "open" else ""
    people = count_of(incident.people, "person", "people")
    tickets = count_of(incident.tickets, "ticket", "tickets")
    return f"{mark}Incident {incident.id}, {tickets} of {people}: {one_line(incident.title, 200)}"
