"""A person has said what it is: that stands, whatever the rest suggests."""

from __future__ import annotations

from collections.abc import Iterator

from triage.details.telling import Telling
from triage.model import Finding
from triage.routing.vote import Vote

_FINAL = 60.0


def votes(telling: Telling, findings: tuple[Finding, ...]) -> Iterator[Vote]:
    case = telling.case
    if case.route is not None:
        yield Vote(case.route, _FINAL, "a person decided so", "the ticket's own record", case.problem)
