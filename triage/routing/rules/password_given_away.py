"""A password was typed into a stranger's page, or mail stands among the sent that nobody here wrote."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.vocabulary import ProblemKind
from triage.details.telling import Telling
from triage.model import Finding
from triage.routing.said import denied
from triage.routing.vote import WORDS, Vote, issue


def votes(telling: Telling, findings: tuple[Finding, ...]) -> Iterator[Vote]:
    hits = telling.words.all("password_given")
    meant = [hit for hit in hits if not denied(hit, telling.words)]
    if meant:
        said = telling.words.said(meant[0].start, meant[0].end)
        yield issue(
            ProblemKind.ACCOUNT_COMPROMISED,
            3.0,
            f"somebody else may be in the account (\u201c{said}\u201d)",
            WORDS,
        )
    elif hits and telling.words.has("not_mine"):
        said = telling.words.said(hits[0].start, hits[0].end)
        yield issue(
            ProblemKind.SPOOFED, 3.0, f"nothing of it left the account (not \u201c{said}\u201d)", WORDS
        )
