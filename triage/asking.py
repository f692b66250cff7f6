"""The request for the details that a person has chosen, in the words of every other request."""

from __future__ import annotations

from dataclasses import replace

from knowledge.library import Library
from knowledge.vocabulary import Detail, ProblemKind, Route
from triage.details.telling import listen
from triage.known_customer import with_customer
from triage.model import Case, Reply
from triage.replies.compose import Composer
from triage.tools.protocols import Tools


def request_for(
    case: Case,
    library: Library,
    tools: Tools,
    route: Route | None,
    problem: ProblemKind | None,
    details: tuple[Detail, ...],
) -> Reply:
    """What to write to the requester. `route` and `problem`: what the ticket is taken for."""
    telling = with_customer(listen(case), tools)
    telling = replace(telling, route=route or telling.route, problem=problem)
    return Composer(telling, library).ask(problem, details)
