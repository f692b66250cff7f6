"""`/api/v1/tickets/N/merge`, `…/unmerge`, `…/split` and `…/requester`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, jsonify, url_for
from flask.typing import ResponseReturnValue

from bot.desk.merge_tickets import merge_tickets, unmerge
from bot.desk.set_requester import set_requester
from bot.desk.split_ticket import split_ticket
from bot.desk.types import DeskError, NotFound
from bot.web.bearer import API_ACTOR, require_token
from bot.web.body import json_object
from bot.web.context import desk
from bot.web.problems import Problem

blueprint = Blueprint("api_together", __name__, url_prefix="/api/v1/tickets")
blueprint.before_request(require_token)
_Found = TypeVar("_Found")


@blueprint.post("/<int:number>/merge")
def merge(number: int) -> ResponseReturnValue:
    other = _number("ticket")
    _tried(lambda: merge_tickets(desk(), number, other, API_ACTOR))
    return jsonify(number=number, merged=other)


@blueprint.post("/<int:number>/unmerge")
def take_out(number: int) -> ResponseReturnValue:
    _tried(lambda: unmerge(desk(), number, API_ACTOR))
    return jsonify(number=number)


@blueprint.post("/<int:number>/split")
def split(number: int) -> ResponseReturnValue:
    message = _number("message")
    new = _tried(lambda: split_ticket(desk(), number, message, API_ACTOR))
    return jsonify(number=new, split_from=number), 201, {"Location": url_for("api_tickets.one", number=new)}


@blueprint.post("/<int:number>/requester")
def requester(number: int) -> ResponseReturnValue:
    address = json_object().get("address")
    if not isinstance(address, str) or len(address) > 320:
        raise Problem(400, "address should be a mail address.")
    _tried(lambda: set_requester(desk(), number, API_ACTOR, address))
    return jsonify(number=number, requester=address)


def _tried(verb: Callable[[], _Found]) -> _Found:
    try:
        return verb()
    except NotFound as error:
        raise Problem(404, f"{error}.") from error
    except DeskError as error:
        raise Problem(409, f"{error}.") from error


def _number(name: str) -> int:
    value = json_object().get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 10**9:
        raise Problem(400, f"{name} should be a whole number.")
    return value
