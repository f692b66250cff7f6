"""The reasons follow the verdict: what spoke for it first, and nothing that contradicts it stands bare."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import pytest

from knowledge.library import load_library
from knowledge.vocabulary import Platform, ProblemKind, Route
from triage.details.telling import listen
from triage.model import Case, CaseMessage, Evidence, MessageInfo, Weight
from triage.percent import NEARLY
from triage.pipeline import triage
from triage.routing.route import Judgement, judge
from triage.tools.clock import SystemClock
from triage.tools.protocols import Tools, WordsSay
from triage.tools.resolver import OfflineResolver
from triage.why import TOLD, explained

P: TypeAlias = ProblemKind
R: TypeAlias = Route
SPAM = "I get far more spam than before, can you please do something about your filter"


@dataclass(frozen=True)
class Leans:
    """A classifier that leans to one route and leaves room for another."""

    routes: Mapping[Route, float]

    def read(self, text: str) -> WordsSay:
        rest = (1 - sum(self.routes.values())) / (len(R) - len(self.routes))
        problems = {kind: 0.9 if kind is P.SPAM_RECEIVED else 0.1 / (len(P) - 1) for kind in P}
        return WordsSay({route: self.routes.get(route, rest) for route in R}, problems, ("spam",))


LEANS = Leans({R.JUNK_EXPECTED: 0.56, R.REAL_ISSUE: 0.42})


def _letter(text: str, platform: Platform) -> Case:
    evidence = Evidence("message", MessageInfo(from_="anna@bakery.test"), text=text)
    return Case((CaseMessage(evidence, text),), platform, requester="anna@bakery.test")


def _weights(*items: tuple[float, Route, ProblemKind | None]) -> tuple[Weight, ...]:
    return tuple(
        Weight("evidence", route, kind, weight, "seen (the header)") for weight, route, kind in items
    )


def test_words_for_another_route_are_told_as_outweighed(oss: Platform) -> None:
    case = _letter(SPAM, oss)
    telling = listen(case)
    words = LEANS.read(telling.text)
    judged = explained(judge(telling, (), words), words, case)
    assert (judged.route, judged.problem) == (R.REAL_ISSUE, P.SPAM_RECEIVED)
    assert judged.reasons == (
        "hardly junk expected: nothing says that it lies in Junk (the words, -3.0)",
        "outweighed: the words alone suggest junk expected (56%; for real issue 42%): \u201cspam\u201d",
    )
    mine = [item for item in judged.weights if item.route is R.REAL_ISSUE]
    assert [(item.problem, item.source) for item in mine] == [(P.SPAM_RECEIVED, "words")]
    assert mine[0].weight > 0
    assert "42%" in mine[0].why


@pytest.mark.parametrize(
    ("weights", "reasons"),
    [
        (_weights((4.0, R.NEWSLETTER, None)), ("seen (the header, +4.0)",)),
        (
            _weights((9.0, R.JUNK_EXPECTED, None), (4.0, R.NEWSLETTER, None), (-1.0, R.NEWSLETTER, None)),
            (
                "seen (the header, +4.0)",
                "outweighed: seen (the header, -1.0), against it",
                "outweighed: seen (the header, +9.0), for junk expected",
            ),
        ),
        (
            _weights((-2.0, R.JUNK_EXPECTED, None), (-3.0, R.REAL_ISSUE, P.DELAYED)),
            ("hardly delayed: seen (the header, -3.0)", "hardly junk expected: seen (the header, -2.0)"),
        ),
    ],
)
def test_the_chosen_one_comes_first(
    oss: Platform, weights: tuple[Weight, ...], reasons: tuple[str, ...]
) -> None:
    judged = Judgement(R.NEWSLETTER, None, 0.9, True, ("old",), weights)
    assert explained(judged, None, _letter("", oss)).reasons == reasons


@pytest.mark.parametrize(("decided", "sure"), [(None, NEARLY), (R.NEWSLETTER, 1.0)])
def test_only_a_person_is_certain(oss: Platform, decided: Route | None, sure: float) -> None:
    case = replace(_letter("", oss), route=decided)
    judged = Judgement(R.NEWSLETTER, None, 1.0, True, (), _weights((4.0, R.NEWSLETTER, None)))
    assert explained(judged, None, case).confidence == sure


def test_the_words_as_a_whole_are_known_by_their_beginning(
    mail_case: Callable[[str], Case], says: type
) -> None:
    telling = listen(mail_case("third-party-no-such-user"))
    judged = judge(telling, (), says(R.NEWSLETTER).read(""))
    assert [item.why.startswith(TOLD) for item in judged.weights].count(True) == 1


def test_a_decision_says_it_so(oss: Platform) -> None:
    tools = Tools(OfflineResolver(), SystemClock(), LEANS)
    decision = triage(_letter(SPAM, oss), load_library(), tools)
    assert decision.reasons[0].startswith("hardly junk expected")
    assert decision.reasons[-1].startswith("outweighed: ")
