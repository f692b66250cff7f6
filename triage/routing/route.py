"""Route, problem and confidence from three sources: evidence, findings of the checks, and the words.

Each route's weight is the logarithm of what the words say (bounded, so that evidence beats words) plus
the votes of the rules; the same again for the problems within `real_issue`.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from knowledge.vocabulary import ProblemKind, Route
from triage.details.telling import Telling
from triage.model import Finding, Weight
from triage.routing.named import is_named
from triage.routing.rules import all_votes
from triage.routing.vote import WORDS, Vote
from triage.tools.protocols import Classifier, WordsSay

_THRESHOLDS = Path(__file__).parent / "thresholds.toml"
_FEWEST_LETTERS = 12
_SOME, _STRONG = 2.0, 3.0
_SOURCES = ("evidence", "findings", "words")
K = TypeVar("K", Route, ProblemKind)


@dataclass(frozen=True)
class Judgement:
    """What a ticket is, how sure that is, and why: the strongest reasons first."""

    route: Route
    problem: ProblemKind | None
    confidence: float
    confident: bool
    reasons: tuple[str, ...]
    weights: tuple[Weight, ...] = ()
    """Of the three sources, side by side."""


def judge(telling: Telling, findings: tuple[Finding, ...], words: WordsSay | None) -> Judgement:
    """Weigh everything. `words` is `None` where there are too few to be judged."""
    votes = all_votes(telling, findings)
    share = float(_numbers("words")["beside_report"]) if telling.picture.reports else 1.0
    floor = _numbers("words")["floor" if any(map(_is_evidence, votes)) else "floor_alone"]
    routes = _posterior(Route, words.routes if words else {}, _route_votes(votes), share, floor)
    route = max(routes, key=lambda key: routes[key])
    problems = _posterior(ProblemKind, words.problems if words else {}, _problem_votes(votes), share, floor)
    problem = max(problems, key=lambda key: problems[key]) if route is Route.REAL_ISSUE else None
    if words is None and not any(vote.weight > 0 for vote in votes):
        return Judgement(Route.REAL_ISSUE, ProblemKind.OTHER, 0.2, False, ("there is nothing to go by",))
    sure = routes[route]
    if not (is_named(route, telling.text) or any(vote.route is route and vote.weight > 0 for vote in votes)):
        sure = min(sure, _numbers("words")["unnamed"])
    confident = sure >= _numbers("routes")[route] and not _only_foreign_words(telling, votes)
    if problem is not None:
        limits = _numbers("problems")
        confident = confident and problems[problem] >= limits.get(problem, limits["default"])
    return Judgement(
        route,
        problem,
        round(sure, 4),
        confident,
        _reasons(route, problem, votes, words),
        _weights(votes, words, share, floor),
    )


def _is_evidence(vote: Vote) -> bool:
    """Something that must be able to beat the words."""
    return vote.source != "words" and abs(vote.weight) >= _SOME


def _only_foreign_words(telling: Telling, votes: tuple[Vote, ...]) -> bool:
    """Nothing but words in a language that the desk has not learnt."""
    return telling.foreign and not any(vote.weight >= _STRONG for vote in votes)


def read_words(text: str, classifier: Classifier) -> WordsSay | None:
    """What the words say; `None` for a text that says hardly anything."""
    if sum(char.isalpha() for char in text[:400]) < _FEWEST_LETTERS:
        return None
    return classifier.read(text)


def _route_votes(votes: Iterable[Vote]) -> dict[Route, float]:
    found: dict[Route, float] = {}
    for vote in votes:
        found[vote.route] = found.get(vote.route, 0.0) + vote.weight
    return found


def _problem_votes(votes: Iterable[Vote]) -> dict[ProblemKind, float]:
    found: dict[ProblemKind, float] = {}
    for vote in votes:
        if vote.problem is not None:
            found[vote.problem] = found.get(vote.problem, 0.0) + vote.weight
    return found


def _posterior(
    kind: type[K], said: Mapping[K, float], votes: Mapping[K, float], share: float, floor: float
) -> dict[K, float]:
    """Probabilities that add up to 1; the words say at least `floor` of each."""
    even = 1.0 / len(kind)
    logs = {
        key: share * math.log(max(floor, said.get(key, floor) if said else even)) + votes.get(key, 0.0)
        for key in kind
    }
    top = max(logs.values())
    weights = {key: math.exp(value - top) for key, value in logs.items()}
    total = sum(weights.values())
    return {key: weight / total for key, weight in weights.items()}


def _reasons(
    route: Route, problem: ProblemKind | None, votes: tuple[Vote, ...], words: WordsSay | None
) -> tuple[str, ...]:
    def speaks_for(vote: Vote) -> bool:
        return vote.route is route and (vote.problem is None or problem is None or vote.problem is problem)

    # That another route is out of the question is no reason for this one.
    telling_votes = [vote for vote in votes if speaks_for(vote) or vote.weight > 0]
    ordered = sorted(telling_votes, key=lambda vote: (not speaks_for(vote), -abs(vote.weight)))
    found = [_in_words(vote, speaks_for(vote)) for vote in ordered]
    if words is not None:
        said = max(words.routes, key=lambda key: words.routes[key])
        telling = ", ".join(f"\u201c{word}\u201d" for word in words.telling[:5])
        found.append(
            f"the words suggest {said.value.replace('_', ' ')} ({words.routes[said]:.0%})"
            + (f": {telling}" if telling else "")
        )
    return tuple(found[:8])


def _weights(
    votes: tuple[Vote, ...], words: WordsSay | None, share: float, floor: float
) -> tuple[Weight, ...]:
    """Every vote, and what the words as a whole weigh: their best route against the next one."""
    found = [Weight(vote.source, vote.route, vote.problem, vote.weight, _why(vote)) for vote in votes]
    if words is not None:
        first, *others = sorted(words.routes, key=lambda key: words.routes[key], reverse=True)
        ahead = math.log(words.routes[first] / max([floor, *(words.routes[route] for route in others[:1])]))
        problem = max(words.problems, key=lambda key: words.problems[key])
        told = ", ".join(f"\u201c{word}\u201d" for word in words.telling[:5])
        why = f"how it is told ({words.routes[first]:.0%})" + (f": {told}" if told else "")
        kind = problem if first is Route.REAL_ISSUE else None
        found.append(Weight("words", first, kind, round(share * ahead, 2), why))
    return tuple(sorted(found, key=lambda item: (_SOURCES.index(item.source), -abs(item.weight))))


def _why(vote: Vote) -> str:
    return vote.reason if vote.evidence == WORDS else f"{vote.reason} ({vote.evidence})"


def _in_words(vote: Vote, agrees: bool) -> str:
    against = "" if agrees else f", for {_name(vote)}"
    return f"{vote.reason} ({vote.evidence}, {vote.weight:+.1f}{against})"


def _name(vote: Vote) -> str:
    return (vote.problem or vote.route).value.replace("_", " ")


@cache
def _numbers(table: str) -> dict[str, float]:
    return {key: float(value) for key, value in tomllib.loads(_THRESHOLDS.read_text("utf-8"))[table].items()}
