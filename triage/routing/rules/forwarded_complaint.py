"""Somebody elsewhere complains to the requester that their mail to them comes back: it was refused here."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.folding import words
from knowledge.vocabulary import ProblemKind
from triage.details.earlier import Earlier
from triage.details.telling import Telling
from triage.facts.requester import is_own_side
from triage.model import Finding
from triage.routing.negation import meant
from triage.routing.vote import Vote, issue

_LONGEST = 2_500
_COMES_BACK = frozenset({"bounce", "reject", "blocklist"})


def votes(telling: Telling, findings: tuple[Finding, ...]) -> Iterator[Vote]:
    quoted = telling.quoted
    if quoted is None or quoted.by_machine or telling.picture.reports or not _came_in(quoted, telling):
        return
    row = words(quoted.text[:_LONGEST])
    if any(name in _COMES_BACK for _, name in meant(row)):
        said = "somebody elsewhere writes to the requester that their mail comes back"
        yield issue(ProblemKind.INBOUND_REJECTED, 2.5, said, "the forwarded mail")


def _came_in(quoted: Earlier, telling: Telling) -> bool:
    """Was it written to the requester's side by somebody who is not of it?"""
    to_us = any(is_own_side(address, telling.picture) for address in quoted.to)
    return to_us and not (quoted.author and is_own_side(quoted.author, telling.picture))
