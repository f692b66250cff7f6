"""Where every mail went, and what could not be read: tried again from here."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.desk.retry import retry as try_again
from bot.desk.types import DeskError, NotFound
from bot.store.queries.ledger import ledger_rows, ledger_sums
from bot.web import words
from bot.web.context import actor, desk

blueprint = Blueprint("ledger", __name__, url_prefix="/ledger")
SHOWN = 100


@blueprint.get("")
def show() -> ResponseReturnValue:
    outcome = request.args.get("outcome") or None
    if outcome not in words.OUTCOMES:
        outcome = None
    with desk().store.read() as connection:
        sums, rows = ledger_sums(connection), ledger_rows(connection, outcome, SHOWN)
    return render_template("ledger.html", sums=sums, rows=rows, chosen=outcome, outcomes=words.OUTCOMES)


@blueprint.post("/<int:intake>/retry")
def retry(intake: int) -> ResponseReturnValue:
    try:
        try_again(desk(), intake, actor())
        flash("It is being read once more.", "good")
    except NotFound:
        abort(404)
    except DeskError as error:
        flash(str(error), "error")
    return redirect(url_for("ledger.show", outcome="quarantined"), code=303)
