"""Many times the usual amount, or many users at once: a flood, not a few spams."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.folding import words
from knowledge.vocabulary import ProblemKind
from triage.details import affected_users, unusual_volume
from triage.details.ndr import quoted_line
from triage.details.telling import Telling
from triage.model import Finding
from triage.routing.negation import meant
from triage.routing.spoken import spoken
from triage.routing.vote import Vote, issue

_MANY_SAMPLES = 10
_SPAM = frozenset({"spam", "flood", "inbox"})
_LONGEST = 2_500
_MANY_MAILS, _TIMES = 100, 10
_FLOODS = ((500, 30, 3.0), (1000, 100, 8.0))
"""So many, and so many times the usual, are a flood, however many mailboxes it hits: the weight."""


def _names_spam(telling: Telling) -> bool:
    row = words(spoken(telling.text)[:_LONGEST])
    return any(name in _SPAM for _, name in meant(row))


def votes(telling: Telling, findings: tuple[Finding, ...]) -> Iterator[Vote]:
    if telling.picture.reports:
        return
    spam = [sample for sample in telling.picture.samples if not sample.list_marks.is_bulk]
    if len(spam) >= _MANY_SAMPLES:
        yield issue(ProblemKind.SPAM_FLOOD, 2.0, f"{len(spam)} samples were sent along", "the samples")
    told = unusual_volume.usual_and_present(telling)
    if told is None or quoted_line(telling.text):
        return
    usual, present = told
    if present.value >= _MANY_MAILS and present.value >= _TIMES * max(1, usual.value):
        everyone = telling.words.has("all_users") or bool(affected_users.find(telling))
        said = unusual_volume.find(telling)
        weight = 1.5 if everyone else 0.8
        for many, times, sure in _FLOODS if _names_spam(telling) else ():
            if present.value >= many and present.value >= times * max(1, usual.value):
                weight = sure
        yield issue(ProblemKind.SPAM_FLOOD, weight, f"it rose: {said}", "the words")
    else:
        yield issue(ProblemKind.SPAM_RECEIVED, 1.2, f"it rose: {unusual_volume.find(telling)}", "the words")
