"""`/api/v1/ledger`: where every mail went."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from bot.store.queries.intake import ledger_row
from bot.store.queries.ledger import ledger_sums
from bot.web.bearer import require_token
from bot.web.context import desk
from bot.web.problems import Problem

blueprint = Blueprint("api_ledger", __name__, url_prefix="/api/v1/ledger")
blueprint.before_request(require_token)


@blueprint.get("")
def sums() -> ResponseReturnValue:
    with desk().store.read() as connection:
        return jsonify(asdict(ledger_sums(connection)))


@blueprint.get("/<int:intake>")
def one(intake: int) -> ResponseReturnValue:
    """What became of one delivery: for whoever was answered 202."""
    with desk().store.read() as connection:
        row = ledger_row(connection, intake)
    if row is None:
        raise Problem(404, f"There is no intake {intake}.")
    return jsonify(intake=row.id, outcome=row.outcome, reason=row.reason, number=row.ticket)
