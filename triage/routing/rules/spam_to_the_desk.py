"""Spam or bulk mail that somebody sent to the desk's own address: nothing was sent along to look at."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.vocabulary import Route
from triage.details.telling import Telling
from triage.model import Finding
from triage.routing.vote import Vote


def votes(telling: Telling, findings: tuple[Finding, ...]) -> Iterator[Vote]:
    opening, picture = telling.picture.opening, telling.picture
    if opening is None or telling.case.channel != "mail" or picture.reports or picture.samples:
        return
    letter = opening.evidence
    if letter.spam.flag and not letter.spam.allowlisted:
        yield Vote(
            Route.NOT_A_TICKET, 4.0, "the platform's filter called the letter itself spam", "the outer header"
        )
    marks = letter.list_marks
    if marks.is_bulk and marks.unsubscribe:
        yield Vote(
            Route.NOT_A_TICKET,
            3.0,
            "the letter itself is bulk mail with an unsubscribe link",
            "the outer header",
        )
