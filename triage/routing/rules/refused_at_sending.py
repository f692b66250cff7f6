"""A mail program that shows an error while it sends: the mail never left, so it was refused here."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.vocabulary import ProblemKind
from triage.details.telling import Telling
from triage.model import Finding
from triage.routing.said import denied
from triage.routing.vote import WORDS, Vote, issue


def votes(telling: Telling, findings: tuple[Finding, ...]) -> Iterator[Vote]:
    words = telling.words
    shown = [hit for hit in words.all("client_refused") if not denied(hit, words)]
    if shown and not telling.picture.reports:
        said = words.said(shown[0].start, shown[0].end)
        yield issue(ProblemKind.OUTBOUND_REFUSED, 2.0, f"a mail program says \u201c{said}\u201d", WORDS)
