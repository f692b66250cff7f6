"""A forwarded mail has lost its header; at its foot it may still say how to get off the list."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.vocabulary import Route
from triage.details.lexicon import read_words
from triage.details.telling import Telling
from triage.model import Evidence, Finding
from triage.routing.vote import Vote

_FOOT = 3_000


def votes(telling: Telling, findings: tuple[Finding, ...]) -> Iterator[Vote]:
    sample = telling.picture.sample
    if sample is None or telling.picture.reports or _has_header(sample) or sample.list_marks.is_bulk:
        return
    if any(telling.words.has(topic) for topic in ("wanted", "genuine", "not_mine")):
        return
    foot = read_words(sample.text[-_FOOT:])
    leave, why = foot.has("leave_list"), foot.has("why_listed")
    if leave or why:
        weight = 2.5 if leave and why else 1.5
        yield Vote(Route.NEWSLETTER, weight, "the mail says how to get off its list", "the forwarded mail")


def _has_header(sample: Evidence) -> bool:
    """The header that a filter wrote says more than the text does."""
    return sample.spam.flag is not None or sample.spam.scl is not None or bool(sample.hops)
