"""When was the mail written that a ticket quotes, if that is the one the ticket is about?

Of a missing mail another one is often quoted: a reminder that did arrive, an earlier conversation.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta

from knowledge.vocabulary import ProblemKind
from triage.details.addresses import is_own
from triage.details.calendar_words import words_of
from triage.details.days import days_in
from triage.details.lexicon import Words
from triage.details.ndr import quoted_line
from triage.details.sole import is_a_span
from triage.details.telling import Telling

_OF_ONE_MAIL = frozenset(
    {
        ProblemKind.MISSING_MAIL,
        ProblemKind.INBOUND_REJECTED,
        ProblemKind.OUTBOUND_BOUNCED,
        ProblemKind.OUTBOUND_REFUSED,
    }
)
"""In other problems what is quoted is a sample, or a mail that came late."""
_RECENT = timedelta(days=30)


def quoted_time(telling: Telling) -> str | None:
    """The quoted mail's own time, as ISO 8601; `None` where it is another mail."""
    written = telling.earlier.written_at if telling.earlier else None
    if written is None or (telling.problem in _OF_ONE_MAIL and _is_another(telling, written.date())):
        return None
    return written.isoformat()


def _is_another(telling: Telling, day: date) -> bool:
    quoted = telling.quoted
    if quoted is None or telling.written_at is None or quoted.by_machine or quoted_line(quoted.text):
        return False
    if telling.outgoing and quoted.author and not is_own(quoted.author, telling):
        return True
    words = telling.words
    arrived = _arrived_in(telling)
    below = {hit.sentence for hit in words.all("quoted_below", telling.language)}
    if below - arrived:
        return False
    named: set[date] = set()
    came: set[date] = set()
    today = telling.written_at.date()
    for start, end, _rank, said in days_in(words.text, today, telling.language):
        if today - _RECENT <= said <= today and not is_a_span(start, end, words.text):
            (came if _sentence_at(start, words) in arrived else named).add(said)
    return day not in named if named else day in came or bool(below & arrived)


def _arrived_in(telling: Telling) -> set[int]:
    """The sentences that say of a mail that it did arrive."""
    words, denied = telling.words, words_of("beside", "denied")
    hits = words.all("arrived_after_all", telling.language)
    return {
        hit.sentence for hit in hits if not set(words.tokens[max(0, hit.first - 2) : hit.first]) & set(denied)
    }


def _sentence_at(start: int, words: Words) -> int:
    """The number of the sentence of a word."""
    at = bisect_right(words.starts, start) - 1
    return words.sentences[at] if at >= 0 else -1
