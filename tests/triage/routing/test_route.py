"""Evidence beats words; a person beats both; what is not sure is said to be so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

import pytest

from knowledge.vocabulary import Platform, ProblemKind, RejectedBy, Route, Status
from triage.details.telling import listen
from triage.model import Case, CaseMessage, Evidence, Finding, MessageInfo
from triage.routing.route import judge, read_words

P: TypeAlias = ProblemKind
R: TypeAlias = Route

BEATEN = [
    # mail, what the words claim, what it is
    ("third-party-no-such-user", (R.REAL_ISSUE, P.INBOUND_REJECTED), (R.THIRD_PARTY_REJECT, None)),
    ("third-party-dmarc", (R.REAL_ISSUE, P.OUTBOUND_BOUNCED), (R.THIRD_PARTY_REJECT, None)),
    ("our-address-listed", (R.THIRD_PARTY_REJECT, None), (R.REAL_ISSUE, P.OUTBOUND_BOUNCED)),
    ("inbound-spf-outsider", (R.THIRD_PARTY_REJECT, None), (R.REAL_ISSUE, P.INBOUND_REJECTED)),
    ("orders-in-the-text", (R.NEWSLETTER, None), (R.REAL_ISSUE, P.OUTBOUND_BOUNCED)),
    ("spoofed-sample", (R.REAL_ISSUE, P.ACCOUNT_COMPROMISED), (R.REAL_ISSUE, P.SPOOFED)),
    ("newsletter-sample", (R.REAL_ISSUE, P.SPAM_RECEIVED), (R.NEWSLETTER, None)),
    ("machine-auto-reply", (R.REAL_ISSUE, P.OTHER), (R.NOT_A_TICKET, None)),
]


@pytest.mark.parametrize(("mail", "claimed", "is_"), BEATEN)
def test_evidence_beats_words(
    mail_case: Callable[[str], Case],
    says: type,
    mail: str,
    claimed: tuple[R, P | None],
    is_: tuple[R, P | None],
) -> None:
    telling = listen(mail_case(mail))
    judged = judge(telling, (), read_words(telling.text, says(*claimed)))
    assert (judged.route, judged.problem) == is_
    assert judged.reasons


def test_a_person_beats_evidence(mail_case: Callable[[str], Case], says: type) -> None:
    case = replace(mail_case("third-party-no-such-user"), route=R.REAL_ISSUE, problem=P.OTHER)
    telling = listen(case)
    judged = judge(telling, (), says(R.THIRD_PARTY_REJECT).read(""))
    assert (judged.route, judged.problem, judged.confident) == (R.REAL_ISSUE, P.OTHER, True)


def _letter(text: str, platform: Platform) -> Case:
    evidence = Evidence("message", MessageInfo(from_="anna@bakery.test"), text=text)
    return Case((CaseMessage(evidence, text),), platform, requester="anna@bakery.test")


def test_unsure_words_are_not_acted_upon(oss: Platform, says: type) -> None:
    telling = listen(_letter("Something is odd with their newsletter lately.", oss))
    assert not judge(telling, (), says(R.NEWSLETTER, sure=0.6).read("")).confident
    assert judge(telling, (), says(R.NEWSLETTER, sure=0.99).read("")).confident


def test_a_language_that_was_not_learnt_is_left_to_a_person(oss: Platform, says: type) -> None:
    text = "Hej, jag får inte mina mejl från min kund sedan i går. Kan ni hjälpa mig att kontrollera?"
    telling = listen(_letter(text, oss))
    assert telling.foreign
    assert not judge(telling, (), says(R.REAL_ISSUE, P.MISSING_MAIL, sure=0.99).read("")).confident


def test_nothing_at_all(oss: Platform, says: type) -> None:
    telling = listen(_letter("", oss))
    words = read_words(telling.text, says(R.REAL_ISSUE))
    judged = judge(telling, (), words)
    assert words is None
    assert (judged.route, judged.problem, judged.confident) == (R.REAL_ISSUE, P.OTHER, False)


def test_the_sources_stand_side_by_side(mail_case: Callable[[str], Case], says: type) -> None:
    telling = listen(mail_case("third-party-no-such-user"))
    weights = judge(telling, (), says(R.NEWSLETTER).read("")).weights
    assert [item.source for item in weights] == sorted(item.source for item in weights)
    evidence = next(item for item in weights if item.source == "evidence")
    words = weights[-1]
    assert (evidence.route, words.source, words.route) == (R.THIRD_PARTY_REJECT, "words", R.NEWSLETTER)
    assert evidence.weight > words.weight > 0
    assert "delivery report" in evidence.why


def test_what_only_a_check_found_is_a_finding(mail_case: Callable[[str], Case]) -> None:
    case = mail_case("third-party-no-such-user")
    found = Finding(
        "rejecting_host",
        "rejecting_host.third_party",
        Status.NEUTRAL,
        "",
        source="192.0.2.1",
        data={"host": "mx.partner.test"},
    )
    telling = listen(case)
    report = telling.picture.reports[0]
    assert report.ndr is not None
    unsaid = replace(report.ndr.recipients[0], rejected_by=RejectedBy.UNKNOWN)
    reports = (replace(report, ndr=replace(report.ndr, recipients=(unsaid,))),)
    telling = replace(telling, picture=replace(telling.picture, reports=reports))
    sources = {item.source for item in judge(telling, (found,), None).weights}
    assert "findings" in sources
    assert "findings" not in {item.source for item in judge(telling, (), None).weights}
