"""The sample is mail of a list that says who it is: unsubscribing helps (RFC 2369, RFC 8058)."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.vocabulary import ProblemKind, Route
from triage.details.telling import Telling
from triage.model import Evidence, Finding
from triage.routing.vote import Vote, issue


def votes(telling: Telling, findings: tuple[Finding, ...]) -> Iterator[Vote]:
    sample = telling.picture.sample
    if sample is None or telling.picture.reports or not sample.list_marks.is_bulk:
        return
    if any(telling.words.has(topic) for topic in ("wanted", "genuine", "not_mine")):
        return
    if _is_known_sender(sample):
        yield Vote(
            Route.NEWSLETTER, 5.0, "the sample is list mail of an authenticated sender", "the sample's header"
        )
    elif _failed(sample):
        yield issue(
            ProblemKind.SPAM_RECEIVED,
            1.5,
            "it looks like list mail, but its sender is not proven",
            "the header",
        )
    elif sample.list_marks.unsubscribe and not sample.spam.flag:
        yield Vote(Route.NEWSLETTER, 2.5, "the sample carries the marks of list mail", "the sample's header")


def _is_known_sender(sample: Evidence) -> bool:
    said = sample.authentication
    passes = said.dmarc == "pass" or (said.dkim == "pass" and said.dkim_aligned is not False)
    return bool(passes and sample.list_marks.unsubscribe and not sample.spam.flag)


def _failed(sample: Evidence) -> bool:
    said = sample.authentication
    return bool(sample.spam.flag) or said.dmarc == "fail" or (said.spf == "fail" and said.dkim != "pass")
