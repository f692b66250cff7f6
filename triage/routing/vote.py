"""What one signal says about a ticket, with its weight and the reason in words."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.vocabulary import ProblemKind, Route

WORDS = "the words"
"""Where a vote stands that rests on what the requester says."""


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
    found: bool = False
    """A finding of the checks says it, and not the evidence alone."""

    @property
    def source(self) -> str:
        """`findings`, `words` or `evidence`."""
        return "findings" if self.found else "words" if self.evidence == WORDS else "evidence"


def issue(problem: ProblemKind, weight: float, reason: str, evidence: str, found: bool = False) -> Vote:
    """A vote for a kind of real issue."""
    return Vote(Route.REAL_ISSUE, weight, reason, evidence, problem, found)
