"""What one signal says about a ticket, with its weight and the reason in words."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.vocabulary import ProblemKind, Route


@dataclass(frozen=True)
class Vote:
    """One signal. `weight` is in nats: 3 is about twenty to one; negative speaks against.

    With a problem the vote is for `real_issue` and for that problem; a `real_issue` vote without one
    leaves the problem open.
    """

    route: Route
    weight: float
    reason: str
    evidence: str
    problem: ProblemKind | None = None


def issue(problem: ProblemKind, weight: float, reason: str, evidence: str) -> Vote:
    """A vote for a kind of real issue."""
    return Vote(Route.REAL_ISSUE, weight, reason, evidence, problem)
