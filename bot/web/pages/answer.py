"""What goes out to the requester: suggestions decided, own words written, messages taken back or settled."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from bot.desk.accept import accept as accept_suggestion
from bot.desk.dismiss import dismiss as dismiss_suggestion
from bot.desk.escalate import escalate as make_ready
from bot.desk.settle import settle
from bot.desk.types import DeskError, NotFound, TooLate
from bot.desk.undo import undo as take_back
from bot.desk.write import write as write_reply
from bot.desk.write_support import write_support
from bot.store.queries.suggestion import suggestion_row
from bot.web.context import actor, desk
from bot.web.sent_files import keep_files
from bot.web.taken_back import files_again
from bot.web.ticket_page import back, do, newer_came, page, rows_of, sentence, taken, text_of
from bot.web.too_late import in_words
from knowledge.vocabulary import TicketState

blueprint = Blueprint("answer", __name__, url_prefix="/tickets")


@blueprint.post("/<int:number>/suggestions/<int:suggestion>/accept")
def accept(number: int, suggestion: int) -> ResponseReturnValue:
    text = text_of("text") if "edited" in request.form else None
    if newer_came(number):
        word = "A new message came in while you were reading. Nothing was sent: please look again."
        return page(number, stale=word, edited=(suggestion, text) if text else None, status=409)
    try:
        with_note = "note" in request.form
        accept_suggestion(desk(), suggestion, actor(), text, undo_s=_undo_s(), with_note=with_note)
    except NotFound:
        abort(404)
    except TooLate as late:
        word = f"{in_words(late)} Nothing more was sent."
        return page(number, stale=word, own_text=_own_words(suggestion, text), status=409)
    except DeskError as error:
        return page(number, stale=sentence(error), edited=(suggestion, text) if text else None, status=409)
    if text is not None:
        taken(f"edit-{suggestion}")
    return back(number)


@blueprint.post("/<int:number>/suggestions/<int:suggestion>/dismiss")
def dismiss(number: int, suggestion: int) -> ResponseReturnValue:
    try:
        dismiss_suggestion(desk(), suggestion, actor(), text_of("reason")[:500] or "no reason given")
    except NotFound:
        abort(404)
    except TooLate as late:
        return page(number, stale=in_words(late), status=409)
    flash("Dismissed. Nothing was sent.", "good")
    return back(number)


@blueprint.post("/<int:number>/write")
def write(number: int) -> ResponseReturnValue:
    text = text_of("text")
    if newer_came(number):
        word = "A new message came in while you were writing. Nothing was sent: please look again."
        return page(number, stale=word, own_text=text, status=409)
    then = TicketState.SOLVED if request.form.get("then") == "solved" else TicketState.WAITING

    def send() -> int:
        again = files_again(rows_of(number), request.form.getlist("again"))
        files = keep_files(desk(), request, again)
        return write_reply(desk(), number, actor(), text, then=then, undo_s=_undo_s(), files=files)

    return do(number, send, None, own_text=text, draft=f"reply-{number}")


@blueprint.post("/<int:number>/support")
def support(number: int) -> ResponseReturnValue:
    """One more word to whom the case is with."""
    text = text_of("text")

    def send() -> int:
        return write_support(desk(), number, actor(), text, undo_s=_undo_s())

    return do(number, send, None, support_text=text, draft=f"support-{number}")


@blueprint.post("/<int:number>/escalate")
def escalate(number: int) -> ResponseReturnValue:
    return do(
        number,
        lambda: make_ready(desk(), number, actor()),
        "The case stands ready: look it over.",
    )


@blueprint.post("/<int:number>/outgoing/<int:message>/undo")
def undo(number: int, message: int) -> ResponseReturnValue:
    """Take it back; the page that follows holds the agent's words again."""
    try:
        take_back(desk(), message, actor())
    except NotFound:
        abort(404)
    except TooLate as late:
        return page(number, stale=in_words(late), status=409)
    flash("Taken back. Nothing was sent.", "good")
    return redirect(url_for("ticket.show", number=number, draft=message), code=303)


@blueprint.post("/<int:number>/outgoing/<int:message>/settle")
def decide(number: int, message: int) -> ResponseReturnValue:
    """A message that failed, or of which nobody knows whether it arrived."""
    arrived = request.form.get("do") == "arrived"
    done = "Good: it counts as sent." if arrived else "It is sent once more."
    return do(number, lambda: settle(desk(), message, actor(), arrived=arrived), done)


def _own_words(suggestion: int, text: str | None) -> str | None:
    """What an agent wrote into the suggestion, when that is more than was suggested."""
    with desk().store.read() as connection:
        suggested = suggestion_row(connection, suggestion).text
    return text if text and text != suggested.replace("\r\n", "\n").strip() else None


def _undo_s() -> float:
    return float(current_app.config["UNDO_SECONDS"])
