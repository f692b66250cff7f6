"""Merging and splitting tickets, and saying who asks: from the ticket's page."""

from __future__ import annotations

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from bot.desk.merge_tickets import merge_tickets, unmerge
from bot.desk.set_requester import set_requester
from bot.desk.split_ticket import split_ticket
from bot.web.context import actor, desk
from bot.web.ticket_page import do, text_of

blueprint = Blueprint("together", __name__, url_prefix="/tickets")


@blueprint.post("/<int:number>/merge")
def merge(number: int) -> ResponseReturnValue:
    """The named ticket goes into this one; or this one into the named one, which then goes on."""
    other = _number("other")
    if request.form.get("do") == "into":
        return do(number, lambda: merge_tickets(desk(), other, number, actor()), f"It goes on in #{other}.")
    return do(number, lambda: merge_tickets(desk(), number, other, actor()), f"#{other} is part of it now.")


@blueprint.post("/<int:number>/unmerge")
def take_out(number: int) -> ResponseReturnValue:
    other = _number("other")
    done = "It stands on its own again." if other == number else f"#{other} stands on its own again."
    return do(number, lambda: unmerge(desk(), other, actor()), done)


@blueprint.post("/<int:number>/split")
def split(number: int) -> ResponseReturnValue:
    message = _number("message")
    return do(
        number, lambda: split_ticket(desk(), number, message, actor()), "It is a ticket of its own now."
    )


@blueprint.post("/<int:number>/requester")
def requester(number: int) -> ResponseReturnValue:
    address = text_of("address")[:320]
    return do(
        number, lambda: set_requester(desk(), number, actor(), address), "Answers go there from now on."
    )


def _number(name: str) -> int:
    text = request.form.get(name, "").strip().removeprefix("#")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        abort(400)
    return int(text)
