"""What may have caused a ticket, and which tickets share it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import pytest

from knowledge.vocabulary import Action, Platform, ProblemKind, Reason, RejectedBy, Route
from triage.incidents import (
    WINDOW,
    Report,
    by_hour,
    causes_of,
    is_massive,
    share_a_cause,
    shared_causes,
    why_urgent,
)
from triage.model import (
    Authentication,
    Case,
    CaseMessage,
    Decision,
    DeliveryReport,
    Evidence,
    MessageInfo,
    OriginalMessage,
    RecipientReport,
)

PLATFORM = Platform(
    "p", "P", mail_hosts=("*.platform.test",), networks=("203.0.113.0/24",), domains=("ours.test",)
)
P: TypeAlias = ProblemKind
R: TypeAlias = Route
NOON = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)


def decided(route: R = R.REAL_ISSUE, problem: P | None = None, **details: str) -> Decision:
    action, urgent = (Action.ESCALATE, True) if problem is P.SPAM_FLOOD else (Action.HOLD, False)
    return Decision(route, 0.9, True, problem, "p", (), details, (), (), action, None, (), urgent)


def case(*along: Evidence) -> Case:
    letter = Evidence("message", MessageInfo("Help", "ann@ours.test"), nested=along)
    return Case((CaseMessage(letter, "Help"),), PLATFORM, requester="ann@ours.test")


def refused(
    reason: Reason, host: str = "mx1.far.test", line: str = "550 no", sender: str = "ann@ours.test"
) -> Evidence:
    one = RecipientReport(
        "bob@far.test", "failed", "5.7.1", 550, True, reason, RejectedBy.THIRD_PARTY, remote_mta=host,
        diagnostic=line,
    )  # fmt: skip
    report = DeliveryReport("out.platform.test", OriginalMessage("Hi", sender, ("bob@far.test",)), (one,))
    return Evidence("ndr", MessageInfo("Undelivered", "mailer-daemon@platform.test"), report)


def spam(ip: str = "192.0.2.7", sender: str = "win@spam.test", subject: str = "Win a car today") -> Evidence:
    info = MessageInfo(subject, sender, ("ann@ours.test",), None, None, sender)
    return replace(Evidence("message", info), authentication=Authentication(sending_ip=ip))


FOREIGN = decided(R.THIRD_PARTY_REJECT)
OURS = decided(problem=P.OUTBOUND_BOUNCED)
IN = decided(problem=P.INBOUND_REJECTED)
SPAM = decided(problem=P.SPAM_RECEIVED)
ROWS = [
    # decision, what was sent along, the keys of its causes
    (FOREIGN, [refused(Reason.RATE_LIMITED)], {"far.test rate_limited"}),
    (FOREIGN, [refused(Reason.RATE_LIMITED, "mx2.eu.far.test")], {"far.test rate_limited"}),
    (FOREIGN, [refused(Reason.NO_SUCH_USER)], {"far.test no_such_user bob@far.test"}),
    (FOREIGN, [refused(Reason.UNKNOWN)], set()),
    (FOREIGN, [refused(Reason.SENDER_AUTH, sender="eve@theirs.test")], {"theirs.test"}),
    (FOREIGN, [refused(Reason.SENDER_AUTH)], set()),
    (
        OURS,
        [refused(Reason.BLOCKLISTED, line="550 5.7.1 [203.0.113.9] listed at rbl.test")],
        {"203.0.113.9", "far.test blocklisted"},
    ),
    (
        IN,
        [refused(Reason.POLICY, "mx.platform.test", "550 5.7.1 mx.platform.test[203.0.113.9] said: no")],
        {"platform.test policy"},
    ),
    (OURS, [refused(Reason.BLOCKLISTED, line="550 [198.51.100.9] listed")], {"far.test blocklisted"}),
    (IN, [refused(Reason.NO_SUCH_USER, "mx.platform.test", sender="x@from.test")], {"from.test"}),
    (
        SPAM,
        [spam()],
        {"ip 192.0.2.7", "domain spam.test", "subject win a car today"},
    ),
    (SPAM, [spam(sender="win@gmail.com")], {"subject win a car today"}),
    (SPAM, [spam("203.0.113.5", "ann@ours.test", "Hi")], set()),
    (SPAM, [replace(spam(subject="Hi"), link_hosts=("www.google.com", "evil.test"))], {
        "ip 192.0.2.7", "domain spam.test", "link evil.test"}),
    (decided(problem=P.MISSING_MAIL, sender="bob@partner.test"), [], {"partner.test"}),
    (decided(problem=P.MISSING_MAIL, sender="bob@gmail.com"), [], {"gmail.com missing_mail"}),
    (decided(problem=P.MISSING_MAIL, sender="ann@ours.test"), [], set()),
    (decided(problem=P.MISSING_MAIL), [], set()),
    (decided(R.JUNK_EXPECTED), [spam()], set()),
    (decided(R.NOT_A_TICKET), [spam(), refused(Reason.RATE_LIMITED)], set()),
    (decided(problem=P.SPAM_FLOOD), [], {"ours.test"}),
]  # fmt: skip


@pytest.mark.parametrize(("decision", "along", "keys"), ROWS)
def test_causes(decision: Decision, along: list[Evidence], keys: set[str]) -> None:
    found = causes_of(case(*along), decision)
    assert {cause.key for cause in found} == keys
    assert all(cause.words and cause.kind for cause in found)


def test_a_quoted_line_names_our_address_too() -> None:
    text = "It says: 550 5.7.1 Service unavailable, client [203.0.113.9] blocked using rbl.test"
    letter = Evidence("message", MessageInfo("Help", "ann@ours.test"), text=text)
    told = Case((CaseMessage(letter, text),), PLATFORM, requester="ann@ours.test")
    assert [cause.key for cause in causes_of(told, OURS)] == ["203.0.113.9"]
    assert causes_of(told, FOREIGN) == ()


def report(ticket: int, *causes: str, hours: float = 0) -> Report:
    return Report(
        ticket, f"u{ticket}", NOON + timedelta(hours=hours), frozenset(("k", one) for one in causes)
    )


def test_a_window_and_a_cause_make_them_one() -> None:
    new = report(9, "a", "b")
    beyond = WINDOW.total_seconds() / 3600 + 0.1
    others = [
        report(1, "a", hours=-2),
        report(2, "c"),
        report(3, "b", hours=-beyond),
        report(9, "a"),
        report(4),
    ]
    assert [one.ticket for one in share_a_cause(new, others)] == [1]
    assert shared_causes([new, *others]) == {("k", "a"), ("k", "b")}
    assert shared_causes([report(1, "a"), report(2, "b")]) == set()


@pytest.mark.parametrize(
    ("requesters", "massive", "why"),
    [
        (["a@x.test", "b@x.test"], False, None),
        (["a@x.test", "A@x.test", "b@x.test"], False, None),
        (["a@x.test", "b@x.test", "c@x.test"], False, "3 people report it"),
        (["a@x.test"], True, "a massive attack was reported"),
    ],
)
def test_when_it_escalates_at_once(requesters: list[str], massive: bool, why: str | None) -> None:
    assert why_urgent(requesters, massive) == why


def test_a_flood_is_massive() -> None:
    assert is_massive(decided(problem=P.SPAM_FLOOD))
    assert not is_massive(SPAM)


def test_counts_by_hour_hold_the_quiet_hours_too() -> None:
    times = [NOON, NOON + timedelta(minutes=20), NOON + timedelta(hours=2)]
    assert [count for _, count in by_hour(times)] == [2, 0, 1]
    assert by_hour([]) == ()
    assert len(by_hour([NOON, NOON + timedelta(days=400)])) == 168
