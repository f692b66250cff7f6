"""Many times the usual amount, or many users at once: a flood, not a few spams."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.vocabulary import ProblemKind
from triage.details import affected_users, unusual_volume
from triage.details.telling import Telling
from triage.model import Finding
from triage.routing.vote import Vote, issue

_MANY_SAMPLES = 10
_NUMBERS = re.compile(r"(\d+) as usual, now (\d+)")


def votes(telling: Telling, findings: tuple[Finding, ...]) -> Iterator[Vote]:
    if telling.picture.reports:
        return
    spam = [sample for sample in telling.picture.samples if not sample.list_marks.is_bulk]
    if len(spam) >= _MANY_SAMPLES:
        yield issue(ProblemKind.SPAM_FLOOD, 2.0, f"{len(spam)} samples were sent along", "the samples")
    counted = _NUMBERS.match(unusual_volume.find(telling) or "")
    if counted and int(counted[2]) >= 100 and int(counted[2]) >= 10 * max(1, int(counted[1])):
        everyone = telling.words.has("all_users") or bool(affected_users.find(telling))
        weight = 1.5 if everyone else 0.8
        yield issue(ProblemKind.SPAM_FLOOD, weight, f"{counted[1]} became {counted[2]}", "the words")
