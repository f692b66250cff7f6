"""`/api/v1/tickets/N/dossier`, `…/escalate` and `…/support`: the case of one ticket, and handing it over."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from bot.desk.escalate import escalate as make_ready
from bot.desk.handover import handover
from bot.desk.types import DeskError, NotFound
from bot.desk.write_support import write_support
from bot.web.bearer import API_ACTOR, require_token
from bot.web.body import json_object
from bot.web.context import desk
from bot.web.problems import Problem
from triage.dossier.data import as_json
from triage.dossier.model import Dossier
from triage.dossier.text import as_text

blueprint = Blueprint("api_dossier", __name__, url_prefix="/api/v1/tickets")
blueprint.before_request(require_token)
MOST_CHARACTERS = 50_000


@blueprint.get("/<int:number>/dossier")
def one(number: int) -> ResponseReturnValue:
    """As JSON; as text for who asks for `text/plain` before JSON, or for `?format=text`."""
    case = _case(number)
    wanted = request.args.get("format", "")
    if wanted not in ("", "json", "text"):
        raise Problem(400, "format is json or text.")
    best = request.accept_mimetypes.best_match(("application/json", "text/plain"), "application/json")
    if wanted == "text" or (not wanted and best == "text/plain"):
        return Response(as_text(case) + "\n", content_type="text/plain; charset=utf-8")
    return jsonify(**as_json(case), text=as_text(case))


@blueprint.post("/<int:number>/escalate")
def escalate(number: int) -> ResponseReturnValue:
    """The case stands ready as a suggestion, to be accepted like any other."""
    try:
        suggestion = make_ready(desk(), number, API_ACTOR)
    except NotFound as error:
        raise Problem(404, f"{error}.") from error
    except DeskError as error:
        raise Problem(409, f"{error}.") from error
    return jsonify(suggestion=suggestion), 201


@blueprint.post("/<int:number>/support")
def support(number: int) -> ResponseReturnValue:
    """One more word to whom the case is with."""
    text = json_object().get("text")
    if not isinstance(text, str) or not text.strip() or len(text) > MOST_CHARACTERS:
        raise Problem(400, f"text should be a text of 1 to {MOST_CHARACTERS} characters.")
    try:
        outgoing = write_support(desk(), number, API_ACTOR, text)
    except NotFound as error:
        raise Problem(404, f"{error}.") from error
    except DeskError as error:
        raise Problem(409, f"{error}.") from error
    return jsonify(outgoing=outgoing), 202


def _case(number: int) -> Dossier:
    try:
        with desk().store.read() as connection:
            return handover(connection, number)
    except NotFound as error:
        raise Problem(404, f"{error}.") from error
    except DeskError as error:
        raise Problem(404, f"{error}.") from error
