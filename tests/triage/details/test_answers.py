"""What was asked gives meaning to a short answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from knowledge.vocabulary import Platform, ProblemKind, Route
from triage.details import find_details
from triage.details.telling import listen
from triage.evidence.quotes import new_text
from triage.model import Case, CaseMessage, Evidence, MessageInfo, Request, SentWords

P = ProblemKind
ZONE = timezone(timedelta(hours=1))
# a Thursday
FIRST = datetime(2026, 3, 12, 16, 30, tzinfo=ZONE)
ASKED = FIRST + timedelta(minutes=5)
SECOND = FIRST + timedelta(hours=1)
ME = "anna@bakery.test"
PLATFORM = Platform("oss", "OSS", domains=("bakery.test",), help_addresses=("help@hosting.test",))
MISSED = "A mail that somebody sent yesterday did not come."
FOUR = ("occurred_at", "sender", "recipient", "junk_checked")
IDS = ("reseller_id", "authorized_user_id")
SPAM = ("unusual_volume", "affected_users")


def found(first: str, asked: tuple[str, ...], answer: str, problem: P = P.MISSING_MAIL) -> dict[str, object]:
    """What is there once the request was answered."""
    case = Case(
        (_message(first, FIRST), _message(answer, SECOND)),
        PLATFORM,
        requester=ME,
        asked=True,
        requests=(Request(ASKED, asked),),
    )
    return dict(find_details(replace(listen(case), route=Route.REAL_ISSUE, problem=problem)))


def _message(text: str, at: datetime) -> CaseMessage:
    letter = Evidence("message", MessageInfo(from_=ME, date=at), text=text)
    return CaseMessage(letter, new_text(text), at)


AT = "2026-03-11T14:05:00+01:00"
BOB = "bob@partner.test"
UNDER = (
    "Hello,\n\n"
    "On Thu, 12 Mar 2026 at 16:35, Help <help@hosting.test> wrote:\n"
    "> We need a little more from you:\n>\n> - When it happened\n14:05 CET\n"
    "> - The address that the mail was sent from.\nbob@partner.test\n"
    "> - The address that the mail was sent to.\nmine\n> - Whether you have looked into Junk\nyep\n"
)

ROWS = [
    (MISSED, FOUR, "1) 14:05 CET 2) bob@partner.test 3) to me 4) yes, I looked", (AT, BOB, (ME,), True)),
    (MISSED, FOUR, "1. 14:05 CET\n2. bob@partner.test\n3. me\n4. yes", (AT, BOB, (ME,), True)),
    (
        MISSED,
        FOUR,
        "Hi,\n14:05\nbob@partner.test\nanna@bakery.test\nyes\nThanks\nAnna",
        (AT, BOB, (ME,), True),
    ),
    (MISSED, FOUR, "- 14:05\n- bob@partner.test\n- me\n- not yet", (AT, BOB, (ME,), False)),
    (MISSED, FOUR, UNDER, (AT, BOB, (ME,), True)),
    (MISSED, FOUR, "I don't know the time. It was bob@partner.test. Yes I looked.", (None, BOB, (ME,), True)),
    (MISSED, FOUR, "a) 14:05 CET\nb) anyone\nc) everybody\nd) no", (AT, "anyone", ("everybody",), False)),
    (MISSED, ("junk_checked",), "Yes", (None, None, None, True)),
    (MISSED, ("junk_checked",), "Habe ich geprüft, nichts.", (None, None, None, True)),
    (MISSED, ("junk_checked",), "igen", (None, None, None, True)),
    (MISSED, ("junk_checked",), "No, how do I do that?", (None, None, None, False)),
    (MISSED, ("occurred_at",), "14:05 Budapest time", (AT, None, None, False)),
    (MISSED, ("occurred_at",), "14:05. I need it tomorrow!", (AT, None, None, False)),
    (MISSED, ("occurred_at",), "around 2", (None, None, None, False)),
    (MISSED, ("occurred_at",), "I have no idea, sorry", (None, None, None, False)),
]


@pytest.mark.parametrize(("first", "asked", "answer", "there"), ROWS)
def test_answers(
    first: str, asked: tuple[str, ...], answer: str, there: tuple[str | None, str | None, object, bool]
) -> None:
    details = found(first, asked, answer)
    at, sender, recipient, junk = there
    assert (
        details.get("occurred_at"),
        details.get("sender"),
        details.get("recipient"),
        "junk_checked" in details,
    ) == (at, sender, recipient, junk)


@pytest.mark.parametrize(
    ("answer", "reseller", "user"),
    [
        ("acme-hosting\nacme_admin", "acme-hosting", "acme_admin"),
        ("1) acme 2) jdoe", "acme", "jdoe"),
        ("1: nordnet\n2: unknown", "nordnet", None),
        ("Reseller ID is acme1, user is jdoe", "acme1", "jdoe"),
        ("Where do I find these?", None, None),
    ],
)
def test_ids(answer: str, reseller: str | None, user: str | None) -> None:
    details = found(MISSED, IDS, answer)
    assert (details.get("reseller_id"), details.get("authorized_user_id")) == (reseller, user)


@pytest.mark.parametrize(
    ("answer", "volume", "users"),
    [
        ("1) 200, before 3\n2) 34", True, True),
        ("about 50 a day now, 2 before\njust me", True, True),
        ("1) many\n2) everybody", False, True),
        ("1) 200\n2) no idea", False, False),
    ],
)
def test_spam(answer: str, volume: bool, users: bool) -> None:
    details = found("I get a lot of spam.", SPAM, answer, P.SPAM_RECEIVED)
    assert ("unusual_volume" in details, "affected_users" in details) == (volume, users)


def test_what_was_never_asked_gives_no_meaning() -> None:
    letters = (_message(MISSED, FIRST), _message("yes", SECOND))
    case = Case(letters, PLATFORM, requester=ME)
    assert "junk_checked" not in find_details(replace(listen(case), problem=P.MISSING_MAIL))


def test_an_answer_before_the_request_is_none() -> None:
    letters = (_message(MISSED, FIRST), _message("yes", FIRST + timedelta(minutes=1)))
    case = Case(letters, PLATFORM, requester=ME, requests=(Request(ASKED, ("junk_checked",)),))
    assert "junk_checked" not in find_details(replace(listen(case), problem=P.MISSING_MAIL))


def test_a_question_is_known_by_its_words_where_others_were_deleted() -> None:
    asked = (
        "A little more, please:\n\n- When it happened: day, hour, minute\n"
        "- The address that the mail was sent from.\n"
        "- The address that the mail was sent to.\n- Whether you have looked into the Junk folder for it.\n"
    )
    answer = (
        "> - The address that the mail was sent to.\n\ncarl@bakery.test\n\n"
        "> - Whether you have looked into the Junk folder\n> for it.\n\nyes\n"
    )
    letters = (_message(MISSED, FIRST), _message(answer, SECOND))
    sent = (SentWords("ask", asked, ASKED),)
    case = Case(letters, PLATFORM, requester=ME, sent=sent, requests=(Request(ASKED, FOUR),))
    details = find_details(replace(listen(case), problem=P.MISSING_MAIL))
    assert (details["recipient"], details["junk_checked"]) == (("carl@bakery.test",), "yes")
    assert "occurred_at" not in details
