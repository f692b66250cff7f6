"""One ticket: the page, and what an agent does with the ticket itself."""

from __future__ import annotations

import json
from datetime import timedelta

from flask import Blueprint, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue

from bot.desk.close import close, reopen
from bot.desk.details import fill as fill_details
from bot.desk.handover import handover
from bot.desk.note import note as keep_note
from bot.desk.reroute import reroute as decide_route
from bot.desk.snooze import bring_back
from bot.desk.snooze import snooze as put_off
from bot.desk.take import leave, take
from bot.desk.types import DeskError
from bot.store.queries.ticket_page import ticket_version
from bot.web.context import actor, desk
from bot.web.ticket_page import do, page, rows_of, text_of
from knowledge.vocabulary import Detail, ProblemKind, Route, TicketState
from triage.dossier.data import as_json
from triage.dossier.text import as_text

blueprint = Blueprint("ticket", __name__, url_prefix="/tickets")
SNOOZE_HOURS = {
    "1": "for an hour",
    "4": "for four hours",
    "24": "for a day",
    "72": "for three days",
    "168": "for a week",
}


@blueprint.app_context_processor
def _snoozing() -> dict[str, object]:
    return {"snooze_hours": SNOOZE_HOURS}


@blueprint.get("/<int:number>")
def show(number: int) -> ResponseReturnValue:
    return page(number)


@blueprint.get("/<int:number>/pulse")
def pulse(number: int) -> ResponseReturnValue:
    """Has anything changed since the page was made?"""
    with desk().store.read() as connection:
        found = ticket_version(connection, number)
    return jsonify(mark=str(found[0]) if found else "gone")


@blueprint.get("/<int:number>/original/<sha256>")
def original(number: int, sha256: str) -> ResponseReturnValue:
    """The raw bytes of one message of this ticket, as a download."""
    rows = rows_of(number)
    if sha256 not in {row.sha256 for row in rows.messages}:
        abort(404)
    name = f"ticket-{number}-{sha256[:8]}.eml"
    return Response(
        desk().raw.get(sha256),
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@blueprint.get("/<int:number>/page/<sha256>")
def kept_page(number: int, sha256: str) -> ResponseReturnValue:
    """A web page that was opened for this ticket, as a download: strangers' pages are never shown."""
    rows = rows_of(number)
    if sha256 not in {row.data.get("sha256") for row in rows.findings if row.check == "spam_score"}:
        abort(404)
    return Response(
        desk().raw.get(sha256),
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="score-page-{number}.html"'},
    )


@blueprint.get("/<int:number>/case.<form>")
def case(number: int, form: str) -> ResponseReturnValue:
    """The case as it would be handed over, as text or JSON to keep."""
    if form not in ("txt", "json"):
        abort(404)
    try:
        with desk().store.read() as connection:
            found = handover(connection, number)
    except DeskError:
        abort(404)
    words = as_text(found) + "\n"
    kind = "text/plain" if form == "txt" else "application/json"
    content = words if form == "txt" else json.dumps({**as_json(found), "text": words}, indent=1)
    name = f"case-{number}.{form}"
    return Response(
        content,
        content_type=f"{kind}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@blueprint.post("/<int:number>/note")
def note(number: int) -> ResponseReturnValue:
    text = text_of("text")
    done = "Kept. Only agents see it."
    return do(number, lambda: keep_note(desk(), number, actor(), text), done, draft=f"note-{number}")


@blueprint.post("/<int:number>/hold")
def hold(number: int) -> ResponseReturnValue:
    if request.form.get("do") == "leave":
        return do(number, lambda: leave(desk(), number, actor()), "Anybody may take it now.")
    even_from = request.form.get("even_from") or None
    return do(number, lambda: take(desk(), number, actor(), even_from=even_from), "It is yours.")


@blueprint.post("/<int:number>/finish")
def finish(number: int) -> ResponseReturnValue:
    wanted = request.form.get("do")
    if wanted == "reopen":
        return do(number, lambda: reopen(desk(), number, actor()), "Open again.")
    state = TicketState.SOLVED if wanted == "solved" else TicketState.CLOSED
    return do(
        number, lambda: close(desk(), number, actor(), state), "Solved." if wanted == "solved" else "Closed."
    )


@blueprint.post("/<int:number>/snooze")
def snooze(number: int) -> ResponseReturnValue:
    hours = request.form.get("hours", "")
    if hours not in SNOOZE_HOURS:
        return do(number, lambda: bring_back(desk(), number, actor()), "Back in the queue.")
    until = desk().now() + timedelta(hours=int(hours))
    return do(
        number,
        lambda: put_off(desk(), number, actor(), until),
        f"Out of the way {SNOOZE_HOURS[hours]}, or until something comes in.",
    )


@blueprint.post("/<int:number>/reroute")
def reroute(number: int) -> ResponseReturnValue:
    route, problem = request.form.get("route", ""), request.form.get("problem", "")
    if route not in set(Route) or (problem and problem not in set(ProblemKind)):
        abort(400)
    kind = ProblemKind(problem) if problem else None
    return do(
        number, lambda: decide_route(desk(), number, actor(), Route(route), kind), "Thank you, looking again."
    )


@blueprint.post("/<int:number>/fill")
def fill(number: int) -> ResponseReturnValue:
    values = {str(name): text_of(name)[:1000] for name in Detail if text_of(name)}
    return do(number, lambda: fill_details(desk(), number, actor(), values), "Kept, looking again.")
