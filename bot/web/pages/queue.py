"""The queue: what is there to do."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.store.queries.incidents import incidents_of
from bot.store.queries.ticket_list import (
    TicketFilter,
    count_by_state,
    count_needs_person,
    count_snoozed,
    queue_of_tickets,
)
from bot.web.context import desk
from knowledge.vocabulary import Route, TicketState

blueprint = Blueprint("queue", __name__)
PAGE = 50

TABS: dict[str, tuple[str, tuple[TicketState, ...]]] = {
    "todo": ("Needs you", ()),
    "waiting": ("Waiting", (TicketState.WAITING,)),
    "escalated": ("Handed over", (TicketState.ESCALATED,)),
    "snoozed": ("Snoozed", ()),
    "done": ("Done", (TicketState.SOLVED, TicketState.CLOSED)),
    "aside": ("Set aside", (TicketState.SET_ASIDE,)),
    "all": ("All", ()),
}
RARE = {"snoozed"}


@dataclass(frozen=True)
class _View:
    chosen: str
    route: str
    text: str
    page: int

    def wanted(self) -> TicketFilter:
        routes = (self.route,) if self.route else ()
        return TicketFilter(
            TABS[self.chosen][1],
            routes,
            self.text,
            needs_person=self.chosen == "todo",
            snoozed=self.chosen == "snoozed",
        )

    def url(self, endpoint: str, page: int) -> str:
        return url_for(
            endpoint, tab=self.chosen, route=self.route or None, q=self.text or None, page=page or None
        )


def _view() -> _View:
    text = request.args.get("q", "").replace("\x00", "").strip()[:200]
    # a search goes everywhere, until somebody picks a tab for it; a filter alone stays where it was set
    chosen = request.args.get("tab") or ("all" if text else request.args.get("within", "todo"))
    route = request.args.get("route", "")
    page = request.args.get("page", "0")
    return _View(
        chosen if chosen in TABS else "todo",
        route if route in set(Route) else "",
        text,
        int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 0,
    )


@blueprint.get("/")
def home() -> ResponseReturnValue:
    return redirect(url_for("queue.show"))


@blueprint.get("/queue")
def show() -> ResponseReturnValue:
    view = _view()
    tickets, more = _tickets(view)
    html = _rows(view, tickets)
    return render_template(
        "queue.html",
        tabs=_tabs(view.chosen),
        chosen=view.chosen,
        chosen_title=TABS[view.chosen][0],
        everywhere_url=url_for("queue.show", route=view.route or None, q=view.text),
        route=view.route,
        routes=list(Route),
        q=view.text,
        rows=html,
        mark=_mark(html),
        live_url=view.url("queue.live", view.page),
        next_url=view.url("queue.show", view.page + 1) if more else None,
        newer_url=view.url("queue.show", view.page - 1) if view.page else None,
    )


@blueprint.get("/queue/live")
def live() -> ResponseReturnValue:
    """The rows as they stand now, for the open page."""
    view = _view()
    tickets, _ = _tickets(view)
    html = _rows(view, tickets)
    return jsonify(mark=_mark(html), html=html)


def _tickets(view: _View) -> tuple[list[Any], bool]:
    with desk().store.read() as connection:
        found = list(queue_of_tickets(connection, view.wanted(), PAGE + 1, view.page * PAGE))
    return found[:PAGE], len(found) > PAGE


def _rows(view: _View, tickets: list[Any]) -> str:
    with desk().store.read() as connection:
        incidents = incidents_of(connection, [ticket.number for ticket in tickets])
    return render_template(
        "parts/rows.html",
        incidents=incidents,
        tickets=tickets,
        asked=bool(view.text or view.route),
        todo=view.chosen == "todo",
        narrowed=view.chosen != "all",
    )


def _mark(html: str) -> str:
    return hashlib.sha256(html.encode()).hexdigest()[:16]


def _tabs(chosen: str) -> list[dict[str, Any]]:
    """Each with its count; what is rarely used only while it holds something."""
    with desk().store.read() as connection:
        counts, todo = count_by_state(connection), count_needs_person(connection)
        known = {"todo": todo, "snoozed": count_snoozed(connection), "all": sum(counts.values())}
    tabs = [
        {
            "name": name,
            "title": title,
            "count": known.get(name, sum(counts.get(state, 0) for state in states)),
        }
        for name, (title, states) in TABS.items()
    ]
    return [tab for tab in tabs if tab["count"] or tab["name"] not in RARE or tab["name"] == chosen]
