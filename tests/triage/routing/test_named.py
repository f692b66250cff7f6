"""Words that name nothing of a route cannot make the desk sure of it."""

from __future__ import annotations

import pytest

from knowledge.vocabulary import Platform, Route
from triage.details.telling import listen
from triage.model import Case, CaseMessage, Evidence, MessageInfo
from triage.routing.named import is_named
from triage.routing.route import judge

R = Route
ROWS = [
    ("The stapler is jammed, thanks a lot.", R.NEWSLETTER, False),
    ("Buongiorno, la stampante tace. Grazie.", R.NEWSLETTER, False),
    ("Der Kalender zeigt den falschen Monat.", R.JUNK_EXPECTED, False),
    ("A nyomtató üres lapot ad.", R.THIRD_PARTY_REJECT, False),
    ("Their newsletter comes daily.", R.NEWSLETTER, True),
    ("My spam folder is full.", R.JUNK_EXPECTED, True),
    ("Gmail rejects what I send.", R.THIRD_PARTY_REJECT, True),
    ("The stapler is jammed.", R.NOT_A_TICKET, True),
]


@pytest.mark.parametrize(("text", "route", "named"), ROWS)
def test_a_route_is_named(text: str, route: Route, named: bool) -> None:
    assert is_named(route, text) is named


@pytest.mark.parametrize(("text", "route", "named"), ROWS)
def test_an_unnamed_route_is_never_certain(says: type, text: str, route: Route, named: bool) -> None:
    letter = Evidence("message", MessageInfo(from_="anna@bakery.test"), text=text)
    case = Case((CaseMessage(letter, text),), Platform("oss", "OSS"), requester="anna@bakery.test")
    judged = judge(listen(case), (), says(route, sure=0.999).read(text))
    assert judged.route is route
    assert judged.confident is named
