"""Where every mail went, and what could not be read: looked at, put aside and tried again from here."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.desk.context import Desk
from bot.desk.quarantine import quarantine
from bot.desk.retry import retry as try_again
from bot.desk.types import Actor, DeskError, NotFound
from bot.store.queries.ledger import ledger_row, ledger_rows, ledger_sums
from bot.web import words
from bot.web.context import actor, desk

blueprint = Blueprint("ledger", __name__, url_prefix="/ledger")
SHOWN = 100


@blueprint.get("")
def show() -> ResponseReturnValue:
    outcome = request.args.get("outcome") or None
    tabs = {**words.OUTCOMES, "in_work": "In work"}
    if outcome not in tabs:
        outcome = None
    before = request.args.get("before", type=int)
    before = before if before is not None and 0 < before < 2**53 else None
    with desk().store.read() as connection:
        sums = ledger_sums(connection)
        rows = ledger_rows(connection, outcome, SHOWN + 1, before)
    older = rows[SHOWN - 1].id if len(rows) > SHOWN else None
    return render_template(
        "ledger.html", sums=sums, rows=rows[:SHOWN], older=older, chosen=outcome, outcomes=tabs
    )


@blueprint.get("/<int:intake>/original")
def original(intake: int) -> ResponseReturnValue:
    """The bytes as they came, as a download."""
    with desk().store.read() as connection:
        row = ledger_row(connection, intake)
    if row is None:
        abort(404)
    return Response(
        desk().raw.get(row.sha256),
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="intake-{intake}.eml"'},
    )


@blueprint.post("/<int:intake>/retry")
def retry(intake: int) -> ResponseReturnValue:
    return _do(try_again, intake, "It is being read once more.")


@blueprint.post("/<int:intake>/aside")
def aside(intake: int) -> ResponseReturnValue:
    return _do(quarantine, intake, "It is put aside; no further attempt is made.")


def _do(verb: Callable[[Desk, int, Actor], None], intake: int, done: str) -> ResponseReturnValue:
    try:
        verb(desk(), intake, actor())
        flash(done, "good")
    except NotFound:
        abort(404)
    except DeskError as error:
        flash(str(error), "error")
    return redirect(url_for("ledger.show", outcome="quarantined"), code=303)
