"""One ticket with everything on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from bot.store.engine import Store
from bot.store.queries.incidents import IncidentLine, incident_of_ticket
from bot.store.queries.suggestion import SuggestionView, view_of
from bot.store.queries.ticket_page import TicketRows, ticket_rows
from triage.model import Evidence
from triage.model.typed import from_data


@dataclass(frozen=True)
class TicketLine:
    """One ticket in a list."""

    number: int
    subject: str
    requester: str
    requester_name: str | None
    channel: str
    route: str | None
    confidence: float | None
    problem: str | None
    state: str
    action: str | None
    missing: tuple[str, ...]
    urgent: bool
    attention: bool
    assignee: str | None
    assignee_name: str | None
    snoozed_until: datetime | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class MessageView:
    id: int
    direction: str
    """`in`, `out` or `internal`."""
    role: str
    """`requester`, `support` (whom it was escalated to), `other` or `desk`."""
    author: str
    author_name: str | None
    channel: str
    subject: str
    text: str
    message_id: str | None
    in_reply_to: str | None
    references: tuple[str, ...]
    sha256: str | None
    attachments: tuple[Mapping[str, Any], ...]
    """Each with `name`, `content_type`, `size`, `sha256`, `inline`."""
    automatic: bool
    verified: bool
    """The sender is who the message says, as far as can be told."""
    marks: tuple[str, ...]
    """What is odd about the sender, in words."""
    at: datetime
    evidence: Evidence | None
    """What was read; `None` for what the desk itself wrote."""


@dataclass(frozen=True)
class FindingView:
    check: str
    code: str
    status: str
    summary: str
    advice: str
    who_can_fix: str | None
    source: str
    data: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True)
class OutgoingView:
    """A message on its way: `due`, `sending`, `sent`, `failed`, `unknown` or `withdrawn`."""

    id: int
    suggestion: int | None
    kind: str
    state: str
    channel: str
    to: str
    subject: str
    text: str
    automatic: bool
    author: str
    author_name: str
    message_id: str | None
    attempts: int
    last_error: str | None
    created_at: datetime
    due_at: datetime | None
    sent_at: datetime | None


@dataclass(frozen=True)
class AuditView:
    at: datetime
    actor_kind: str
    actor: str
    actor_name: str
    what: str
    suggestion: int | None
    outgoing: int | None
    intake: int | None
    data: Mapping[str, Any]


@dataclass(frozen=True)
class TicketView:
    """Everything on a ticket, as of one moment; lists are oldest first."""

    line: TicketLine
    thread: str | None
    help_address: str | None
    platform: str
    confident: bool | None
    decision: Mapping[str, Any] | None
    """`triage.model.Decision` as JSON, without its evidence; `None` before the first triage."""
    decided_route: str | None
    decided_problem: str | None
    known: Mapping[str, str]
    asked: bool
    escalated_to: str | None
    escalation_ref: str | None
    version: int
    last_error: str | None
    """Why triage did not work, when it did not."""
    messages: tuple[MessageView, ...]
    findings: tuple[FindingView, ...]
    suggestions: tuple[SuggestionView, ...]
    outgoing: tuple[OutgoingView, ...]
    audit: tuple[AuditView, ...]
    incident: IncidentLine | None = None
    """The incident that it is part of."""

    @property
    def pending(self) -> tuple[SuggestionView, ...]:
        return tuple(item for item in self.suggestions if item.state == "pending")


def ticket(store: Store, number: int) -> TicketView | None:
    """The ticket; `None` when there is none of that number."""
    with store.read() as connection:
        rows = ticket_rows(connection, number)
        incident = incident_of_ticket(connection, number)
    return None if rows is None else replace(view_of_ticket(rows), incident=incident)


def mark_of(view: TicketView) -> str:
    """Stands for what was said on the ticket, in and out: an answer written to another mark is stale."""
    came = max((item.id for item in view.messages if item.direction == "in"), default=0)
    return f"{came}.{max((item.id for item in view.outgoing), default=0)}"


def line_of(row: Row[Any]) -> TicketLine:
    """A row of `tickets` as a line of a list."""
    return TicketLine(missing=tuple(row.missing), **_fields(row, TicketLine, without={"missing"}))


def view_of_ticket(rows: TicketRows) -> TicketView:
    """A ticket's rows as a view."""
    read = {item.message: from_data(item.data, Evidence) for item in rows.evidence}
    lists = {"incident", "line", "messages", "findings", "suggestions", "outgoing", "audit"}
    return TicketView(
        line=line_of(rows.ticket),
        messages=tuple(_message(item, read.get(item.id)) for item in rows.messages),
        findings=tuple(FindingView(**_fields(item, FindingView)) for item in rows.findings),
        suggestions=tuple(view_of(item) for item in rows.suggestions),
        outgoing=tuple(OutgoingView(**_fields(item, OutgoingView)) for item in rows.outgoing),
        audit=tuple(AuditView(**_fields(item, AuditView)) for item in rows.audit),
        **_fields(rows.ticket, TicketView, without=lists),
    )


def _message(row: Row[Any], read: Evidence | None) -> MessageView:
    return MessageView(
        references=tuple(row.references),
        attachments=tuple(row.attachments),
        marks=tuple(row.marks or ()),
        evidence=read,
        **_fields(row, MessageView, without={"references", "attachments", "marks", "evidence"}),
    )


def _fields(row: Row[Any], view: type, without: set[str] | None = None) -> dict[str, Any]:
    names = view.__dataclass_fields__.keys() - (without or set())  # type: ignore[attr-defined]
    return {name: getattr(row, name) for name in names}
