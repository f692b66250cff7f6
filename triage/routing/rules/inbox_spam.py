"""Spam in the inbox: the sample reached a mailbox and the filter did not file it away."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.vocabulary import ProblemKind, Route
from triage.details.telling import Telling
from triage.model import Evidence, Finding
from triage.routing.named import is_named
from triage.routing.rules.in_junk import filed_as_junk
from triage.routing.said import in_junk
from triage.routing.vote import Vote, issue


def votes(telling: Telling, findings: tuple[Finding, ...]) -> Iterator[Vote]:
    sample, words = telling.picture.sample, telling.words
    if telling.picture.reports or words.has("wanted") or words.has("genuine") or words.has("not_mine"):
        return
    if sample is None or not _was_judged(sample):
        named = is_named(Route.NEWSLETTER, telling.text)
        if words.has("in_inbox") and not in_junk(words) and not named:
            yield issue(ProblemKind.SPAM_RECEIVED, 1.0, "it came into the inbox", "the words")
    elif not filed_as_junk(sample, telling, findings) and not sample.list_marks.is_bulk:
        yield issue(
            ProblemKind.SPAM_RECEIVED, 2.0, "the filter let the sample through", "the sample's header"
        )


def _was_judged(sample: Evidence) -> bool:
    """A mail that was forwarded by hand has lost what the filter said of it."""
    return sample.spam.flag is not None or sample.spam.scl is not None or bool(sample.hops)
