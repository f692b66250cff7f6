"""The words name two clock times: when a mail left, and when it came, much later."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.vocabulary import ProblemKind
from triage.details.clocks import Clock, clocks
from triage.details.lexicon import Hit
from triage.details.telling import Telling
from triage.model import Finding
from triage.routing.negation import negations
from triage.routing.vote import Vote, issue

_BEHIND, _BEFORE = 25, 12
"""How far from its verb a clock time may stand, in letters."""
_LATE_MIN = 10
_MOST = 20


def votes(telling: Telling, findings: tuple[Finding, ...]) -> Iterator[Vote]:
    times = clocks(telling.words.text)[:_MOST]
    if len(times) < 2 or telling.picture.reports:
        return
    left, came = _times("went_out", times, telling), _times("came_in", times, telling)
    for sent in left:
        late = [arrived for arrived in came if _minutes(arrived) - _minutes(sent) >= _LATE_MIN]
        if late:
            said = f"it left at {_shown(sent)} and came at {_shown(late[0])}"
            yield issue(ProblemKind.DELAYED, 5.0, said, "the ticket's own words")
            return


def _times(topic: str, times: tuple[Clock, ...], telling: Telling) -> list[Clock]:
    """The clock times near the phrases of a topic that are not denied: right behind or right before them."""
    hits = [hit for hit in telling.words.all(topic, telling.language)[:_MOST] if not _is_denied(hit, telling)]
    return [clock for clock in times if any(_is_beside(clock, hit) for hit in hits)]


def _is_beside(clock: Clock, hit: Hit) -> bool:
    return 0 <= clock.start - hit.end <= _BEHIND or 0 <= hit.start - clock.end <= _BEFORE


def _is_denied(hit: Hit, telling: Telling) -> bool:
    words = telling.words
    near = range(max(0, hit.first - 3), hit.first)
    return any(
        words.tokens[at] in negations(telling.language) for at in near if words.sentences[at] == hit.sentence
    )


def _minutes(clock: Clock) -> int:
    return clock.hour * 60 + clock.minute


def _shown(clock: Clock) -> str:
    return f"{clock.hour}:{clock.minute:02}"
