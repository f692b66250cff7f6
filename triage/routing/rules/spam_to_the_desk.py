"""Spam or bulk mail that somebody sent to the desk's own address: nothing was sent along to look at."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.vocabulary import Route
from triage.details.telling import Telling
from triage.facts.hosts import domain_of
from triage.facts.picture import is_ours
from triage.model import Evidence, Finding
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
            3.0 if _through_our_own_list(letter, telling) else 9.0,
            "the letter itself is bulk mail with an unsubscribe link",
            "the outer header",
        )


def _through_our_own_list(letter: Evidence, telling: Telling) -> bool:
    """A help address may be a group, which marks every person's mail as list mail."""
    if is_ours(letter.message.from_, telling.picture):
        return True
    homes = {domain_of(address) for address in telling.case.platform.help_addresses}
    name = (letter.header("List-Id") or "").lower()
    return any(home and home in name for home in homes)
