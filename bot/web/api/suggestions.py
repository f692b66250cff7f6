"""`/api/v1/suggestions/ID`: accept or dismiss it. Who comes second is told who was first."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from bot.desk.accept import accept as accept_suggestion
from bot.desk.dismiss import dismiss as dismiss_suggestion
from bot.desk.types import DeskError, NotFound, TooLate
from bot.store.queries.suggestion import suggestion_row
from bot.web.bearer import API_ACTOR, require_token
from bot.web.body import json_object
from bot.web.context import desk
from bot.web.problems import Problem
from bot.web.shown import iso
from bot.web.too_late import in_words

blueprint = Blueprint("api_suggestions", __name__, url_prefix="/api/v1/suggestions")
blueprint.before_request(require_token)
MOST_CHARACTERS = 50_000


@blueprint.post("/<int:suggestion>/accept")
def accept(suggestion: int) -> ResponseReturnValue:
    body = json_object()
    text, note = body.get("text"), body.get("note", False)
    if not isinstance(note, bool):
        raise Problem(400, "note should be true or false, or left out.")
    if text is not None and (not isinstance(text, str) or not text.strip() or len(text) > MOST_CHARACTERS):
        raise Problem(400, f"text should be a text of 1 to {MOST_CHARACTERS} characters, or left out.")
    _tried(lambda: accept_suggestion(desk(), suggestion, API_ACTOR, text, with_note=note))
    return _answer(suggestion)


@blueprint.post("/<int:suggestion>/dismiss")
def dismiss(suggestion: int) -> ResponseReturnValue:
    reason = json_object().get("reason")
    if not isinstance(reason, str) or not reason.strip():
        raise Problem(400, 'Say why: {"reason": "…"}.')
    _tried(lambda: dismiss_suggestion(desk(), suggestion, API_ACTOR, reason.strip()[:500]))
    return _answer(suggestion)


def _tried(verb: Any) -> None:
    try:
        verb()
    except NotFound as error:
        raise Problem(404, f"{error}.") from error
    except TooLate as late:
        more = {"by": late.by, "state": late.state, "at": iso(late.at) if late.at else None}
        raise Problem(409, in_words(late), None, **more) from late
    except DeskError as error:
        raise Problem(409, f"{error}.") from error


def _answer(suggestion: int) -> ResponseReturnValue:
    with desk().store.read() as connection:
        row = suggestion_row(connection, suggestion)
    text = row.text if row.edited_text is None else row.edited_text
    return jsonify(id=suggestion, ticket=row.ticket, kind=row.kind, state=row.state, text=text)
