"""One ticket, and what an agent does with it."""

from __future__ import annotations

from collections.abc import Callable

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound as PageNotFound

from bot.desk.accept import accept as accept_suggestion
from bot.desk.close import close, reopen
from bot.desk.details import fill as fill_details
from bot.desk.dismiss import dismiss as dismiss_suggestion
from bot.desk.note import note as keep_note
from bot.desk.reroute import reroute as decide_route
from bot.desk.settle import settle
from bot.desk.take import leave, take
from bot.desk.types import DeskError, NotFound, TooLate
from bot.desk.undo import undo as take_back
from bot.desk.write import write as write_reply
from bot.store.queries.suggestion import suggestion_row
from bot.store.queries.ticket_page import TicketRows, ticket_rows, ticket_version
from bot.web.context import actor, desk
from bot.web.ticket_view import view_of
from bot.web.too_late import in_words
from knowledge.vocabulary import Detail, ProblemKind, Route, TicketState

blueprint = Blueprint("ticket", __name__, url_prefix="/tickets")


@blueprint.get("/<int:number>")
def show(number: int) -> ResponseReturnValue:
    return _page(number)


@blueprint.get("/<int:number>/pulse")
def pulse(number: int) -> ResponseReturnValue:
    """Has anything changed since the page was made?"""
    with desk().store.read() as connection:
        found = ticket_version(connection, number)
    return jsonify(mark=str(found[0]) if found else "gone")


@blueprint.get("/<int:number>/original/<sha256>")
def original(number: int, sha256: str) -> ResponseReturnValue:
    """The raw bytes of one message of this ticket, as a download."""
    rows = _rows(number)
    if sha256 not in {row.sha256 for row in rows.messages}:
        abort(404)
    name = f"ticket-{number}-{sha256[:8]}.eml"
    return Response(
        desk().raw.get(sha256),
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@blueprint.post("/<int:number>/suggestions/<int:suggestion>/accept")
def accept(number: int, suggestion: int) -> ResponseReturnValue:
    text = _text("text") if "edited" in request.form else None
    if _newer_came(number):
        word = "A new message came in while you were reading. Nothing was sent: please look again."
        return _page(number, stale=word, edited=(suggestion, text) if text else None, status=409)
    try:
        accept_suggestion(desk(), suggestion, actor(), text, undo_s=_undo_s())
    except NotFound:
        abort(404)
    except TooLate as late:
        word = f"{in_words(late)} Nothing more was sent."
        return _page(number, stale=word, own_text=_own_words(suggestion, text), status=409)
    except DeskError as error:
        return _page(number, stale=_sentence(error), edited=(suggestion, text) if text else None, status=409)
    return _back(number)


@blueprint.post("/<int:number>/suggestions/<int:suggestion>/dismiss")
def dismiss(number: int, suggestion: int) -> ResponseReturnValue:
    try:
        dismiss_suggestion(desk(), suggestion, actor(), _text("reason")[:500] or "no reason given")
    except NotFound:
        abort(404)
    except TooLate as late:
        return _page(number, stale=in_words(late), status=409)
    flash("Dismissed. Nothing was sent.", "good")
    return _back(number)


@blueprint.post("/<int:number>/write")
def write(number: int) -> ResponseReturnValue:
    text = _text("text")
    if _newer_came(number):
        word = "A new message came in while you were writing. Nothing was sent: please look again."
        return _page(number, stale=word, own_text=text, status=409)
    then = TicketState.SOLVED if request.form.get("then") == "solved" else TicketState.WAITING
    return _do(
        number,
        lambda: write_reply(desk(), number, actor(), text, then=then, undo_s=_undo_s()),
        None,
        own_text=text,
    )


@blueprint.post("/<int:number>/outgoing/<int:message>/undo")
def undo(number: int, message: int) -> ResponseReturnValue:
    return _do(number, lambda: take_back(desk(), message, actor()), "Taken back. Nothing was sent.")


@blueprint.post("/<int:number>/outgoing/<int:message>/settle")
def decide(number: int, message: int) -> ResponseReturnValue:
    """A message that failed, or of which nobody knows whether it arrived."""
    arrived = request.form.get("do") == "arrived"
    done = "Good: it counts as sent." if arrived else "It is sent once more."
    return _do(number, lambda: settle(desk(), message, actor(), arrived=arrived), done)


@blueprint.post("/<int:number>/note")
def note(number: int) -> ResponseReturnValue:
    text = _text("text")
    return _do(number, lambda: keep_note(desk(), number, actor(), text), "Kept. Only agents see it.")


@blueprint.post("/<int:number>/hold")
def hold(number: int) -> ResponseReturnValue:
    if request.form.get("do") == "leave":
        return _do(number, lambda: leave(desk(), number, actor()), "Anybody may take it now.")
    even_from = request.form.get("even_from") or None
    return _do(number, lambda: take(desk(), number, actor(), even_from=even_from), "It is yours.")


@blueprint.post("/<int:number>/finish")
def finish(number: int) -> ResponseReturnValue:
    wanted = request.form.get("do")
    if wanted == "reopen":
        return _do(number, lambda: reopen(desk(), number, actor()), "Open again.")
    state = TicketState.SOLVED if wanted == "solved" else TicketState.CLOSED
    return _do(
        number, lambda: close(desk(), number, actor(), state), "Solved." if wanted == "solved" else "Closed."
    )


@blueprint.post("/<int:number>/reroute")
def reroute(number: int) -> ResponseReturnValue:
    route, problem = request.form.get("route", ""), request.form.get("problem", "")
    if route not in set(Route) or (problem and problem not in set(ProblemKind)):
        abort(400)
    kind = ProblemKind(problem) if problem else None
    return _do(
        number, lambda: decide_route(desk(), number, actor(), Route(route), kind), "Thank you, looking again."
    )


@blueprint.post("/<int:number>/fill")
def fill(number: int) -> ResponseReturnValue:
    values = {str(name): _text(name)[:1000] for name in Detail if _text(name)}
    return _do(number, lambda: fill_details(desk(), number, actor(), values), "Kept, looking again.")


def _do(
    number: int, verb: Callable[[], object], done: str | None, own_text: str | None = None
) -> ResponseReturnValue:
    """Do it; what cannot be done is told on the page, with what was written still there."""
    try:
        verb()
    except NotFound:
        abort(404)
    except TooLate as late:
        return _page(number, stale=in_words(late), own_text=own_text, status=409)
    except DeskError as error:
        return _page(number, stale=_sentence(error), own_text=own_text, status=409)
    if done is not None:
        flash(done, "good")
    return _back(number)


def _page(
    number: int,
    *,
    stale: str | None = None,
    edited: tuple[int, str] | None = None,
    own_text: str | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    rows = _rows(number)
    panel = f"edit-{edited[0]}" if edited else request.args.get("panel", "")
    return render_template(
        "ticket.html",
        view=view_of(rows, desk().library),
        ticket=rows.ticket,
        routes=list(Route),
        problems=list(ProblemKind),
        mark=str(rows.ticket.version),
        seen=rows.ticket.heard,
        panel=panel,
        now=desk().now(),
        stale=stale,
        draft_text=edited[1] if edited else None,
        own_text=own_text,
    ), status


def _rows(number: int) -> TicketRows:
    with desk().store.read() as connection:
        rows = ticket_rows(connection, number)
    if rows is None:
        raise PageNotFound
    return rows


def _newer_came(number: int) -> bool:
    """The requester wrote again after this page was made."""
    with desk().store.read() as connection:
        found = ticket_version(connection, number)
    if found is None:
        raise PageNotFound
    return request.form.get("seen", "") != str(found[1])


def _text(name: str) -> str:
    return request.form.get(name, "").replace("\r\n", "\n").replace("\x00", "").strip()[:50_000]


def _own_words(suggestion: int, text: str | None) -> str | None:
    """What an agent wrote into the suggestion, when that is more than was suggested."""
    with desk().store.read() as connection:
        suggested = suggestion_row(connection, suggestion).text
    return text if text and text != suggested.replace("\r\n", "\n").strip() else None


def _undo_s() -> float:
    return float(current_app.config["UNDO_SECONDS"])


def _sentence(error: DeskError) -> str:
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}."


def _back(number: int) -> ResponseReturnValue:
    return redirect(url_for("ticket.show", number=number), code=303)
