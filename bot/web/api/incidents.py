"""`/api/v1/incidents`: tickets that share a cause; answered together, split, merged, closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from bot.desk.answer_all import answer_all, mark_of
from bot.desk.close_incident import close_incident
from bot.desk.incident_case import features
from bot.desk.merge import merge as merge_incidents
from bot.desk.split import put_in
from bot.desk.split import split as split_off
from bot.desk.types import DeskError, NotFound, TooLate
from bot.store.queries.incidents import IncidentLine, incident_lines, incident_of_ticket, incident_view
from bot.web.bearer import API_ACTOR, require_token
from bot.web.body import json_object
from bot.web.context import desk
from bot.web.problems import Problem
from bot.web.shown import iso
from knowledge.vocabulary import TicketState
from triage.incidents import by_hour

blueprint = Blueprint("api_incidents", __name__, url_prefix="/api/v1/incidents")
blueprint.before_request(require_token)
STATES = ("open", "closed", "merged")
MOST_CHARACTERS = 50_000


@blueprint.get("")
def many() -> ResponseReturnValue:
    given = tuple(word.strip() for word in request.args.get("state", "open").split(",") if word.strip())
    for word in given:
        if word not in STATES:
            raise Problem(400, f"There is no state {word[:40]!r}; it is one of {', '.join(STATES)}.")
    with desk().store.read() as connection:
        lines = incident_lines(connection, given)
    return jsonify(incidents=[line_json(line) for line in lines])


@blueprint.get("/<int:incident>")
def one(incident: int) -> ResponseReturnValue:
    return jsonify(_whole(incident))


@blueprint.post("/<int:incident>/answer")
def answer(incident: int) -> ResponseReturnValue:
    body = json_object()
    text, mark, then = body.get("text"), body.get("mark"), body.get("then", "waiting")
    if not isinstance(text, str) or not text.strip() or len(text) > MOST_CHARACTERS:
        raise Problem(400, f"text should be a text of 1 to {MOST_CHARACTERS} characters.")
    if not isinstance(mark, str):
        raise Problem(400, "Send the mark of the incident as you have seen it.")
    if then not in ("waiting", "solved"):
        raise Problem(400, "then should be waiting or solved.")
    _tried(lambda: answer_all(desk(), incident, API_ACTOR, text, mark, then=TicketState(then)))
    return jsonify(_whole(incident))


@blueprint.post("/<int:incident>/split")
def split(incident: int) -> ResponseReturnValue:
    number = _number("ticket")
    with desk().store.read() as connection:
        held = incident_of_ticket(connection, number)
    if held is None or held.id != incident:
        raise Problem(404, f"Ticket {number} is not part of incident {incident}.")
    _tried(lambda: split_off(desk(), number, API_ACTOR))
    return jsonify(_whole(incident))


@blueprint.post("/<int:incident>/add")
def add(incident: int) -> ResponseReturnValue:
    number = _number("ticket")
    _tried(lambda: put_in(desk(), incident, number, API_ACTOR))
    return jsonify(_whole(incident))


@blueprint.post("/<int:incident>/merge")
def merge(incident: int) -> ResponseReturnValue:
    other = _number("incident")
    _tried(lambda: merge_incidents(desk(), incident, other, API_ACTOR))
    return jsonify(_whole(incident))


@blueprint.post("/<int:incident>/close")
def close(incident: int) -> ResponseReturnValue:
    _tried(lambda: close_incident(desk(), incident, API_ACTOR))
    return jsonify(_whole(incident))


def line_json(line: IncidentLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "title": line.title,
        "state": line.state,
        "merged_into": line.merged_into,
        "urgent": line.urgent,
        "urgent_because": line.urgent_because,
        "lead": line.lead,
        "tickets": line.tickets,
        "people": line.people,
        "opened_at": iso(line.opened_at),
        "last_at": iso(line.last_at),
        "answered_by": line.answered_by,
        "answered_at": iso(line.answered_at) if line.answered_at else None,
    }


def _whole(incident: int) -> dict[str, Any]:
    with desk().store.read() as connection:
        view = incident_view(connection, incident)
        if view is None:
            raise Problem(404, f"There is no incident {incident}.")
        held = [row for row in view.tickets if row.state != TicketState.SET_ASIDE]
        shared = features(desk(), connection, incident)
        mark = mark_of(connection, incident)
    hours = [{"hour": iso(at), "count": count} for at, count in by_hour(row.created_at for row in held)]
    return {
        **line_json(view.line),
        "mark": mark,
        "members": [{"number": row.number, "requester": row.requester, "state": row.state} for row in held],
        "causes": [{"kind": kind, "words": words} for kind, words in view.causes],
        "hours": hours,
        "shared": [
            {
                "kinds": list(item.kinds),
                "value": item.value,
                "caught": item.caught,
                "of": item.of,
                "hurts": dict(item.hurts),
            }
            for item in shared
        ],
    }


def _tried(verb: Callable[[], object]) -> None:
    try:
        verb()
    except NotFound as error:
        raise Problem(404, f"{error}.") from error
    except TooLate as late:
        more = {"by": late.by, "state": late.state, "at": iso(late.at) if late.at else None}
        raise Problem(409, "The incident has changed since then: look again.", None, **more) from late
    except DeskError as error:
        raise Problem(409, f"{error}.") from error


def _number(name: str) -> int:
    value = json_object().get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 10**9:
        raise Problem(400, f"{name} should be a whole number.")
    return value
