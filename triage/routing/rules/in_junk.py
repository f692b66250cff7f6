"""Spam that lies in the Junk folder is where it belongs; wanted mail that lies there is not."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.vocabulary import ProblemKind, Route
from triage.details import junk_checked
from triage.details.telling import Telling
from triage.model import Evidence, Finding
from triage.routing.said import in_junk
from triage.routing.vote import WORDS, Vote, issue


def votes(telling: Telling, findings: tuple[Finding, ...]) -> Iterator[Vote]:
    words, sample = telling.words, telling.picture.sample
    if telling.picture.reports or words.has("not_mine"):
        return
    wanted = words.has("wanted") or words.has("genuine")
    if sample is not None and filed_as_junk(sample, telling, findings):
        yield from _of_sample(sample, wanted, telling)
    elif sample is not None and _was_judged(sample):
        yield Vote(
            Route.JUNK_EXPECTED, -4.0, "the filter did not file the sample into Junk", "the sample's header"
        )
    elif sample is None and words.has("genuine") and in_junk(words):
        yield issue(ProblemKind.JUNKED_WRONGLY, 1.2, "good mail is said to lie in Junk", WORDS)
    elif sample is None and not words.has("junk_named"):
        yield Vote(Route.JUNK_EXPECTED, -3.0, "nothing says that it lies in Junk", "the words")


def _was_judged(sample: Evidence) -> bool:
    return sample.spam.flag is not None or sample.spam.scl is not None


def _of_sample(sample: Evidence, wanted: bool, telling: Telling) -> Iterator[Vote]:
    named = in_junk(telling.words) and junk_checked.find(telling) is None
    if wanted:
        yield issue(
            ProblemKind.JUNKED_WRONGLY, 4.5, "a wanted mail was filed into Junk", "the sample and the words"
        )
    elif sample.spam.flag and not named and telling.words.has("in_inbox"):
        return
    elif sample.spam.flag:
        weight = 5.0 if named else 3.5
        yield Vote(
            Route.JUNK_EXPECTED,
            weight,
            "the filter called it spam and filed it into Junk",
            "the sample's header",
        )
    elif sample.spam.flag is False:
        # the mailbox filed by its own limit what the filter let pass: hardly anybody complains of that spam
        said = "the filter did not call it spam, and yet it lies in Junk"
        yield issue(ProblemKind.JUNKED_WRONGLY, 2.0, said, "the sample's header")
    elif named:
        yield Vote(Route.JUNK_EXPECTED, 0.8, "it is said to lie in Junk already", "the words")


def filed_as_junk(sample: Evidence, telling: Telling, findings: tuple[Finding, ...]) -> bool:
    """Did this mail go to Junk, by its own header or by what the requester says?"""
    scl, spam = sample.spam.scl, sample.spam
    if scl is not None:
        return scl >= _threshold(telling, findings)
    if "dest:J" in (sample.header("X-Microsoft-Antispam-Mailbox-Delivery") or ""):
        return True
    return bool(spam.flag) or in_junk(telling.words)


def _threshold(telling: Telling, findings: tuple[Finding, ...]) -> float:
    """The mailbox's own, where the check of the filter's numbers has found it; else the profile's."""
    said = next((item.data.get("threshold") for item in findings if item.check == "junk_score"), None)
    return float(said) if isinstance(said, int | float) else telling.case.platform.junk_threshold
