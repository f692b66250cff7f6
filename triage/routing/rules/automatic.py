"""The letter itself was written by a machine: a bounce of our own mail, or an auto-reply (RFC 3834)."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.vocabulary import Route
from triage.details.telling import Telling
from triage.model import Finding
from triage.routing.vote import Vote

_SURE = 12.0
_MACHINES = ("mailer-daemon@", "postmaster@", "no-reply@", "noreply@", "do-not-reply@", "donotreply@")


def votes(telling: Telling, findings: tuple[Finding, ...]) -> Iterator[Vote]:
    opening = telling.picture.opening
    if opening is None or telling.case.channel != "mail":
        return
    letter = opening.evidence
    submitted = (letter.header("Auto-Submitted") or "no").split(";")[0].strip().lower()
    if letter.kind == "ndr":
        yield Vote(
            Route.NOT_A_TICKET, _SURE, "the letter itself is a delivery report to the desk", "the outer mail"
        )
    elif letter.kind == "auto_reply" or submitted != "no":
        yield Vote(Route.NOT_A_TICKET, _SURE, "a machine answered, no person", "the outer mail's header")
    elif (letter.message.from_ or "").lower().startswith(_MACHINES) or letter.message.return_path == "":
        if telling.picture.reports or telling.picture.samples:
            return
        yield Vote(Route.NOT_A_TICKET, 5.0, "it comes from a machine's address", "the outer mail's sender")
