"""A person has said what it is: `route` and `problem` among what is known of the ticket."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.vocabulary import ProblemKind, Route
from triage.details.telling import Telling
from triage.model import Finding
from triage.routing.vote import Vote

_FINAL = 40.0


def votes(telling: Telling, findings: tuple[Finding, ...]) -> Iterator[Vote]:
    route, problem = telling.case.known.get("route"), telling.case.known.get("problem")
    if route in set(Route):
        kind = ProblemKind(problem) if problem in set(ProblemKind) else None
        yield Vote(Route(route), _FINAL, "a person decided so", "the ticket's own record", kind)
