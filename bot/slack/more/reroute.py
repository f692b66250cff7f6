"""Say what a ticket is: that stands, and the desk thinks again."""

from __future__ import annotations

from bot.desk.reroute import reroute
from bot.desk.types import Actor
from bot.slack.blocks import Block, field, select
from bot.slack.context import SlackContext
from bot.slack.more import Said, Wrong
from bot.slack.said import PROBLEM_WORDS, ROUTE_WORDS
from bot.store.queries.ticket import TicketLine, TicketView
from knowledge.vocabulary import ProblemKind, Route

ORDER = 20
LABEL = "Change the route"
SHOWN = "menu"
SUBMIT = "Change"


def offered(line: TicketLine) -> bool:
    return line.state != "new"


def form(slack: SlackContext, view: TicketView) -> list[Block] | None:
    route, problem = view.line.route, view.line.problem
    return [
        field("route", "Whose business is it?", select("route", ROUTE_WORDS, "Choose", route)),
        field(
            "problem",
            "What is it?",
            select("problem", PROBLEM_WORDS, "Choose", problem),
            hint="Only for what is ours to look at.",
            optional=True,
        ),
    ]


def do(slack: SlackContext, actor: Actor, number: int, said: Said) -> None:
    route, problem = said.choice("route"), said.choice("problem")
    if route not in set(Route):
        raise Wrong("route", "Choose one.")
    kind = ProblemKind(problem) if problem in set(ProblemKind) else None
    if Route(route) is Route.REAL_ISSUE:
        if kind is None:
            raise Wrong("problem", "Say what it is, so that the desk knows what to ask for.")
    else:
        kind = None
    reroute(slack.desk, number, actor, Route(route), kind)
