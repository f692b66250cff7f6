"""Incidents: the list, one whole, and what an agent does with it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.desk.answer_all import answer_all
from bot.desk.close_incident import close_incident
from bot.desk.merge import merge as merge_incidents
from bot.desk.split import put_in, split
from bot.desk.types import DeskError, NotFound, TooLate
from bot.desk.undo import undo as take_back
from bot.store.queries.incidents import incident_lines, incident_view
from bot.web.context import actor, desk
from bot.web.incident_view import page_of, to_undo
from bot.web.ticket_page import do, sentence, text_of
from knowledge.vocabulary import TicketState

blueprint = Blueprint("incidents", __name__)
TABS = {"open": ("Open", ("open",)), "over": ("Over", ("closed", "merged"))}


@blueprint.get("/incidents")
def show() -> ResponseReturnValue:
    chosen = request.args.get("tab", "open")
    chosen = chosen if chosen in TABS else "open"
    with desk().store.read() as connection:
        lines = incident_lines(connection, TABS[chosen][1])
    lines.sort(key=lambda line: (line.urgent, line.last_at), reverse=True)
    return render_template("incidents.html", lines=lines, tabs=TABS, chosen=chosen)


@blueprint.get("/incidents/<int:incident>")
def one(incident: int) -> ResponseReturnValue:
    return _page(incident)


@blueprint.post("/incidents/<int:incident>/answer")
def answer(incident: int) -> ResponseReturnValue:
    text, mark = text_of("text"), request.form.get("mark", "")
    then = TicketState.SOLVED if request.form.get("then") == "solved" else TicketState.WAITING
    undo_s = float(current_app.config["UNDO_SECONDS"])
    try:
        sent = answer_all(desk(), incident, actor(), text, mark, then=then, undo_s=undo_s)
    except NotFound:
        abort(404)
    except TooLate as late:
        return _page(incident, stale=_late(late), text=text, status=409)
    except DeskError as error:
        return _page(incident, stale=sentence(error), text=text, status=409)
    flash("Everybody is answered: " + (f"{len(sent)} mails." if len(sent) > 1 else "one mail."), "good")
    return _back(incident)


@blueprint.post("/incidents/<int:incident>/undo")
def undo(incident: int) -> ResponseReturnValue:
    """Take back what this agent has just written to all of them, as far as it has not gone."""
    with desk().store.read() as connection:
        view = incident_view(connection, incident)
        if view is None:
            abort(404)
        waiting = [row.id for row in to_undo(desk(), connection, view, actor().id)]
    taken = 0
    for message in waiting:
        try:
            take_back(desk(), message, actor())
            taken += 1
        except TooLate:
            continue
    flash(f"Taken back: {taken} of {len(waiting)}.", "good" if taken == len(waiting) else "warn")
    return _back(incident)


@blueprint.post("/incidents/<int:incident>/split")
def leave(incident: int) -> ResponseReturnValue:
    number = _number("ticket")
    return _do(incident, lambda: split(desk(), number, actor()), f"#{number} stands on its own now.")


@blueprint.post("/incidents/<int:incident>/merge")
def merge(incident: int) -> ResponseReturnValue:
    other = _number("other")
    return _do(
        incident,
        lambda: merge_incidents(desk(), incident, other, actor()),
        f"Incident {other} is part of it now.",
    )


@blueprint.post("/incidents/<int:incident>/close")
def close(incident: int) -> ResponseReturnValue:
    return _do(
        incident, lambda: close_incident(desk(), incident, actor()), "Over. Its tickets stay as they are."
    )


@blueprint.post("/tickets/<int:number>/incident")
def of_ticket(number: int) -> ResponseReturnValue:
    """From the ticket's page: out of its incident, or into one."""
    if request.form.get("do") == "split":
        return do(number, lambda: split(desk(), number, actor()), "It stands on its own now.")
    incident = _number("incident")
    return do(number, lambda: put_in(desk(), incident, number, actor()), f"Part of incident {incident} now.")


def _page(incident: int, stale: str | None = None, text: str = "", status: int = 200) -> ResponseReturnValue:
    with desk().store.read() as connection:
        view = page_of(desk(), connection, incident, actor().id)
    if view is None:
        abort(404)
    return render_template(
        "incident.html", view=view, line=view.line, stale=stale, text=text, now=desk().now()
    ), status


def _do(incident: int, verb: Callable[[], object], done: str) -> ResponseReturnValue:
    try:
        verb()
    except NotFound:
        abort(404)
    except DeskError as error:
        return _page(incident, stale=sentence(error), status=409)
    flash(done, "good")
    return _back(incident)


def _late(late: TooLate) -> str:
    who = f"{late.by} wrote to them at {late.at:%H:%M} UTC, or something new came in" if late.at else None
    return f"{who or 'Something new came in'} while you were writing. Nothing was sent: please look again."


def _number(name: str) -> int:
    text = request.form.get(name, "").removeprefix("#")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        abort(400)
    return int(text)


def _back(incident: int) -> ResponseReturnValue:
    return redirect(url_for("incidents.one", incident=incident), code=303)
