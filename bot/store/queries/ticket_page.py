"""What is there about one ticket? Its row, and all rows that belong to it, oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from bot.store.schema.finding import findings
from bot.store.schema.message import evidence, messages
from bot.store.schema.sending import outgoing
from bot.store.schema.suggestion import suggestions
from bot.store.schema.ticket import tickets
from bot.store.schema.trail import audit


@dataclass(frozen=True)
class TicketRows:
    ticket: Row[Any]
    messages: Sequence[Row[Any]]
    evidence: Sequence[Row[Any]]
    findings: Sequence[Row[Any]]
    suggestions: Sequence[Row[Any]]
    outgoing: Sequence[Row[Any]]
    audit: Sequence[Row[Any]]


def ticket_rows(connection: Connection, number: int) -> TicketRows | None:
    """Everything of one ticket; `None` when there is no such ticket."""
    ticket = connection.execute(select(tickets).where(tickets.c.number == number)).one_or_none()
    if ticket is None:
        return None

    def of(table: Table) -> Sequence[Row[Any]]:
        return connection.execute(select(table).where(table.c.ticket == number).order_by(table.c.id)).all()

    return TicketRows(
        ticket, of(messages), of(evidence), of(findings), of(suggestions), of(outgoing), of(audit)
    )


def ticket_version(connection: Connection, number: int) -> tuple[int, int] | None:
    """(`version`: anything shown has changed, `heard`: something new was said); `None`: no such ticket."""
    query = select(tickets.c.version, tickets.c.heard).where(tickets.c.number == number)
    row = connection.execute(query).one_or_none()
    return None if row is None else (row.version, row.heard)
