"""`/api/v1/tickets`: the list, one whole, and a new one by its raw mail."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable
from typing import Any

from flask import Blueprint, current_app, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row

from bot.desk.receive import receive
from bot.desk.types import Source
from bot.store.queries.incidents import incident_of_ticket
from bot.store.queries.intake import ledger_row
from bot.store.queries.ledger import IntakeLine
from bot.store.queries.ticket_list import TicketFilter, list_tickets
from bot.store.queries.ticket_page import ticket_rows
from bot.store.queries.together import together_rows
from bot.web.bearer import require_token
from bot.web.context import desk
from bot.web.problems import Problem
from bot.web.shown import iso
from bot.web.ticket_view import evidence_of
from knowledge.vocabulary import Route, TicketState

blueprint = Blueprint("api_tickets", __name__, url_prefix="/api/v1/tickets")
blueprint.before_request(require_token)
MOST = 200


@blueprint.get("")
def many() -> ResponseReturnValue:
    words = request.args.get("q", "").replace("\x00", "").strip()[:200]
    wanted = TicketFilter(_known("state", TicketState), _known("route", Route), words)
    limit = _whole("limit", 50, MOST)
    before = _whole("cursor", 0, 2**53) or None
    with desk().store.read() as connection:
        rows = list(list_tickets(connection, wanted, limit + 1, before))
    shown = rows[:limit]
    more = len(rows) > limit
    return jsonify(
        tickets=[ticket_json(row) for row in shown], next=str(shown[-1].number) if more and shown else None
    )


@blueprint.get("/<int:number>")
def one(number: int) -> ResponseReturnValue:
    with desk().store.read() as connection:
        rows = ticket_rows(connection, number)
        incident = incident_of_ticket(connection, number)
        people = together_rows(connection, rows.ticket).people if rows else []
    if rows is None:
        raise Problem(404, f"There is no ticket {number}.")
    return jsonify(
        **ticket_json(rows.ticket),
        incident=incident.id if incident else None,
        messages=[message_json(row) for row in rows.messages],
        evidence=evidence_of(rows),
        findings=[finding_json(row) for row in rows.findings],
        suggestions=[suggestion_json(row) for row in rows.suggestions],
        participants=[{"address": row.address, "name": row.name, "how": row.how} for row in people],
    )


@blueprint.post("")
def create() -> ResponseReturnValue:
    """Take a raw mail in. The answer comes when it has been filed, or after a while with where to ask."""
    if request.mimetype != "message/rfc822":
        raise Problem(415, "Send the raw mail as Content-Type: message/rfc822.", {"Accept": "message/rfc822"})
    raw = request.get_data()
    if not raw.strip():
        raise Problem(400, "The mail is empty.")
    key = request.headers.get("Idempotency-Key", "")[:200] or uuid.uuid4().hex
    receipt = receive(desk(), raw, Source("mail", f"api:{key}"))
    row = _filed(receipt.intake_id)
    body = {"number": row.ticket, "outcome": row.outcome, "reason": row.reason, "intake": row.id}
    if row.outcome is None:
        return jsonify(body), 202
    if row.ticket is None:
        return jsonify(body), 200
    status = 201 if row.outcome == "ticket" and not receipt.repeated else 200
    return jsonify(body), status, {"Location": url_for("api_tickets.one", number=row.ticket)}


def _filed(intake_id: int) -> IntakeLine:
    """The ledger row once it says what became of it, or as it is when the time is over."""
    until = time.monotonic() + float(current_app.config["FILE_WAIT_SECONDS"])
    while True:
        seen = desk().wake.count
        with desk().store.read() as connection:
            row = ledger_row(connection, intake_id)
        if row is None:
            raise Problem(404, f"There is no intake {intake_id}.")
        left = until - time.monotonic()
        if row.outcome is not None or left <= 0:
            return row
        desk().wake.wait_beyond(seen, min(left, 0.25))


def ticket_json(row: Row[Any]) -> dict[str, Any]:
    return {
        "number": row.number,
        "subject": row.subject,
        "requester": row.requester,
        "channel": row.channel,
        "route": row.route,
        "confidence": row.confidence,
        "problem": row.problem,
        "state": row.state,
        "action": row.action,
        "missing": row.missing,
        "urgent": row.urgent,
        "assignee": row.assignee_name,
        "escalated_to": row.escalated_to,
        "escalation_ref": row.escalation_ref,
        "escalated_at": iso(row.escalated_at) if row.escalated_at else None,
        "support_ref": row.support_ref,
        "merged_into": row.merged_into,
        "reminded": row.reminded,
        "snoozed_until": iso(row.snoozed_until) if row.snoozed_until else None,
        "created_at": iso(row.created_at),
        "updated_at": iso(row.updated_at),
    }


def message_json(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "direction": row.direction,
        "role": row.role,
        "verified": row.verified,
        "marks": list(row.marks or ()),
        "author": row.author,
        "author_name": row.author_name,
        "channel": row.channel,
        "subject": row.subject,
        "text": row.text,
        "message_id": row.message_id,
        "in_reply_to": row.in_reply_to,
        "references": row.references,
        "automatic": row.automatic,
        "attachments": row.attachments,
        "at": iso(row.at),
    }


def finding_json(row: Row[Any]) -> dict[str, Any]:
    names = ("check", "code", "status", "summary", "advice", "who_can_fix", "source", "data")
    return {name: getattr(row, name) for name in names}


def suggestion_json(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "purpose": row.purpose,
        "state": row.state,
        "to": row.to,
        "subject": row.subject,
        "text": row.edited_text or row.text,
        "articles": row.articles,
        "decided_by": row.decided_by_name,
        "decided_at": iso(row.decided_at) if row.decided_at else None,
        "created_at": iso(row.created_at),
    }


def _known(name: str, words: Iterable[str]) -> tuple[str, ...]:
    """`?state=new,triaged`: each one a word that exists."""
    known = [str(word) for word in words]
    given = tuple(word.strip() for word in request.args.get(name, "").split(",") if word.strip())
    for word in given:
        if word not in known:
            raise Problem(400, f"There is no {name} {word[:40]!r}; it is one of {', '.join(known)}.")
    return given


def _whole(name: str, default: int, most: int) -> int:
    text = request.args.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 16 and 1 <= int(text) <= most):
        raise Problem(400, f"{name} should be a whole number from 1 to {most}.")
    return int(text)
