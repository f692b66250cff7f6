"""Why this route, so that a person can follow: what spoke for it first, then what was outweighed.

`judge` adds all summands up; which of them carried the verdict, and which stood against it, is told here. A
summand for another route never stands there bare, as if it were a reason for the one that was chosen.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from knowledge.vocabulary import ProblemKind, Route
from triage.model import Case, Weight
from triage.percent import NEARLY, percent_words
from triage.routing.route import Judgement
from triage.tools.protocols import WordsSay

TOLD = "how it is told"
"""How the summand of the words as a whole begins."""
_MOST = 8
_SOURCES = ("evidence", "findings", "words")


def explained(judged: Judgement, words: WordsSay | None, case: Case) -> Judgement:
    """The same verdict with its reasons in order; certain only where a person decided."""
    if not judged.weights:
        return judged
    votes = [item for item in judged.weights if not item.why.startswith(TOLD)]
    told = list(_told(judged, words)) if words is not None else []
    reasons = list(_reasons(judged, votes, words))
    if words is not None:
        reasons.append(_words(judged.route, words))
    weights = sorted([*votes, *told], key=lambda item: _SOURCES.index(item.source))
    sure = judged.confidence if case.route is not None else min(judged.confidence, NEARLY)
    return replace(judged, reasons=_first(reasons), weights=tuple(weights), confidence=sure)


def speaks_for(weight: Weight, route: Route, problem: ProblemKind | None) -> bool:
    """It is about the route (and problem) that was chosen, whichever way it speaks."""
    return weight.route is route and (weight.problem is None or problem is None or weight.problem is problem)


def _reasons(judged: Judgement, votes: list[Weight], words: WordsSay | None) -> Iterator[str]:
    own = [item for item in votes if speaks_for(item, judged.route, judged.problem)]
    others = [item for item in votes if not speaks_for(item, judged.route, judged.problem)]
    yield from (_in_words(item) for item in _heaviest(own) if item.weight > 0)
    carried = any(item.weight > 0 for item in own) or (words is not None and _best(words) is judged.route)
    if not carried:  # it is this one because the others are not
        yield from (_ruled_out(item) for item in _heaviest(others) if item.weight < 0)
    yield from (f"outweighed: {_in_words(item)}, against it" for item in _heaviest(own) if item.weight < 0)
    for item in _heaviest(others):
        if item.weight > 0:
            yield f"outweighed: {_in_words(item)}, for {_name(item)}"


def _first(reasons: list[str]) -> tuple[str, ...]:
    """What speaks for it before what was outweighed, each in its order."""
    return tuple(sorted(reasons, key=lambda reason: reason.startswith("outweighed: "))[:_MOST])


def _words(route: Route, words: WordsSay) -> str:
    best = _best(words)
    if best is route:
        return f"the words suggest it ({_share(words, route)}){_telling(words)}"
    return (
        f"outweighed: the words alone suggest {_plain(best)} ({_share(words, best)}; "
        f"for {_plain(route)} {_share(words, route)}){_telling(words)}"
    )


def _told(judged: Judgement, words: WordsSay) -> Iterator[Weight]:
    """What the words weigh as a whole, and what they leave to the chosen route where that is another."""
    best = _best(words)
    for item in judged.weights:
        if item.why.startswith(TOLD):
            yield replace(item, why=f"{TOLD} ({_share(words, best)}){_telling(words)}")
    if best is not judged.route and words.routes.get(judged.route):
        chance = math.log(words.routes[judged.route] * len(Route))
        why = f"{TOLD} ({_share(words, judged.route)}, where one in {len(Route)} is chance)"
        yield Weight("words", judged.route, judged.problem, round(max(chance, -9.0), 2), why)


def _heaviest(weights: list[Weight]) -> list[Weight]:
    return sorted(weights, key=lambda item: -abs(item.weight))


def _in_words(weight: Weight) -> str:
    """`the bounce says so (the report, +4.0)`; what rests on words alone has no evidence to name."""
    if weight.why.endswith(")"):
        return f"{weight.why[:-1]}, {weight.weight:+.1f})"
    return f"{weight.why} (the words, {weight.weight:+.1f})"


def _ruled_out(weight: Weight) -> str:
    return f"hardly {_name(weight)}: {_in_words(weight)}"


def _name(weight: Weight) -> str:
    return _plain(weight.problem or weight.route)


def _plain(word: Route | ProblemKind) -> str:
    return word.value.replace("_", " ")


def _best(words: WordsSay) -> Route:
    return max(words.routes, key=lambda key: words.routes[key])


def _share(words: WordsSay, route: Route) -> str:
    return percent_words(words.routes.get(route, 0.0))


def _telling(words: WordsSay) -> str:
    told = ", ".join(f"\u201c{word}\u201d" for word in words.telling[:5])
    return f": {told}" if told else ""
