"""Keeping a decision: the ticket's columns, its findings, and the ledger when it was never a ticket."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, update

from bot.desk.context import Desk
from bot.desk.record import change
from bot.store.schema.finding import findings
from bot.store.schema.ledger import intake
from knowledge.vocabulary import Action, TicketState
from triage.model import Decision


def keep_decision(desk: Desk, connection: Connection, number: int, decision: Decision) -> None:
    """Write what triage decided over what it decided before."""
    now = desk.now()
    aside = decision.action == Action.IGNORE
    values: dict[str, Any] = {
        "state": TicketState.SET_ASIDE if aside else TicketState.TRIAGED,
        "route": decision.route,
        "confidence": decision.confidence,
        "confident": decision.confident,
        "problem": decision.problem,
        "action": decision.action,
        "missing": list(decision.missing),
        "urgent": decision.urgent,
        "decision": msgspec.to_builtins(replace(decision, evidence=())),
        "due_at": None,
        "lease_until": None,
        "attempts": 0,
        "last_error": None,
    }
    change(connection, now, number, **values)
    _keep_findings(desk, connection, number, decision)
    mark_ledger(connection, number, aside, "; ".join(decision.reasons))


def mark_ledger(connection: Connection, number: int, aside: bool, reason: str = "") -> None:
    """The mail that opened the ticket counts as a ticket, or as set aside."""
    was, becomes = ("ticket", "set_aside") if aside else ("set_aside", "ticket")
    of_ticket = (intake.c.ticket == number) & (intake.c.outcome == was)
    values = {"outcome": becomes, "reason": reason if aside else None}
    connection.execute(update(intake).where(of_ticket).values(values))


def _keep_findings(desk: Desk, connection: Connection, number: int, decision: Decision) -> None:
    connection.execute(delete(findings).where(findings.c.ticket == number))
    rows = [
        {**msgspec.to_builtins(finding), "ticket": number, "at": desk.now()} for finding in decision.findings
    ]
    if rows:
        connection.execute(insert(findings), rows)
