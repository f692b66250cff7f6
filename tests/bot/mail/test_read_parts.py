"""Tables: who asks, what is set aside, what may be answered by machine, what a mail answers."""

from __future__ import annotations

import pytest

from bot.desk.message_id import make_message_id
from bot.mail.autoreply import may_be_answered, why_set_aside
from bot.mail.fingerprint import fingerprint
from bot.mail.head import Head, read_head
from bot.mail.letter import Letter
from bot.mail.own import own
from bot.mail.requester import Requester, find_requester
from bot.mail.threading import answers_ids, answers_ticket, own_message_id
from bot.mail.tokens import tagged, ticket_of_address
from knowledge.vocabulary import Platform
from triage.evidence.reader import read

SECRET = b"a secret for tests"
OWN = own(("help@help.test", "support@help.test"), SECRET)
PLATFORM = Platform("test", "Test", mail_hosts=("mx.help.test",), help_addresses=("help@help.test",))
OUR_ID = make_message_id(SECRET, 12, 34, "help.test")
FORGED_ID = OUR_ID.replace(".12.", ".13.")

PLAIN = """\
From: Alice <alice@customer.test>
To: help@help.test
Subject: My mail came back
Message-ID: <q1@customer.test>
"""

REPORT = f"""\
From: Mail Delivery System <MAILER-DAEMON@mx.customer.test>
To: help@help.test
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

It did not arrive.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.customer.test

Final-Recipient: rfc822; alice@customer.test
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp; 552 5.2.2 mailbox full

--b
Content-Type: text/rfc822-headers

From: help@help.test
To: alice@customer.test
Subject: Re: My mail came back [#12]
Message-ID: {OUR_ID}

--b--
"""


def head(text: str) -> Head:
    return read_head(text.replace("\n", "\r\n").encode())


def letter(text: str, envelope_from: str | None) -> Letter:
    raw = text.encode()
    return Letter(raw, read_head(raw), read(raw, "mail.eml", PLATFORM)[0], envelope_from)


def aside(text: str, envelope_from: str | None = "alice@customer.test") -> str | None:
    return why_set_aside(letter(text, envelope_from), OWN)


@pytest.mark.parametrize(
    ("fields", "envelope_from", "author", "answer_to"),
    [
        ("From: Alice <alice@customer.test>", "x@y.test", "alice@customer.test", "alice@customer.test"),
        ("From: alice@customer.test", None, "alice@customer.test", "alice@customer.test"),
        ('From: "Baker, Alice" <alice@Customer.test>', None, "alice@customer.test", "alice@customer.test"),
        # A Reply-To counts only on the author's own side.
        (
            "From: alice@customer.test\nReply-To: team@mail.customer.test",
            None,
            "alice@customer.test",
            "team@mail.customer.test",
        ),
        (
            "From: alice@customer.test\nReply-To: eve@evil.test",
            None,
            "alice@customer.test",
            "alice@customer.test",
        ),
        (
            "From: alice@customer.test\nReply-To: a@customer.test, b@customer.test",
            None,
            "alice@customer.test",
            "alice@customer.test",
        ),
        (
            "From: alice@customer.test\nReply-To: a@customer.test\nReply-To: b@customer.test",
            None,
            "alice@customer.test",
            "alice@customer.test",
        ),
        (
            "From: alice@customer.test\nReply-To: help@help.test",
            None,
            "alice@customer.test",
            "alice@customer.test",
        ),
        # A form on the team's own page.
        (
            "From: help@help.test\nReply-To: Bob <bob@elsewhere.test>",
            None,
            "help@help.test",
            "bob@elsewhere.test",
        ),
        # A list of the team's own passes a customer's mail on, under its own address.
        (
            "From: Alice via Team <team@lists.help.test>\nReply-To: Alice <alice@customer.test>\n"
            "List-Post: <mailto:team@lists.help.test>",
            "team-bounces@lists.help.test",
            "team@lists.help.test",
            "alice@customer.test",
        ),
        (
            "From: Alice via Chat <chat@lists.evil.test>\nReply-To: Alice <alice@customer.test>\n"
            "List-Post: <mailto:chat@lists.evil.test>",
            None,
            "chat@lists.evil.test",
            "chat@lists.evil.test",
        ),
        # Several authors: the one who sent it.
        (
            "From: alice@customer.test, bob@customer.test\nSender: bob@customer.test",
            None,
            "bob@customer.test",
            "bob@customer.test",
        ),
        ("Subject: no author", "alice@customer.test", "alice@customer.test", "alice@customer.test"),
        # Somebody else's mail, sent on as it was.
        (
            "Resent-From: alice@customer.test\nFrom: MAILER-DAEMON@mx.remote.test",
            "alice@customer.test",
            "alice@customer.test",
            "alice@customer.test",
        ),
    ],
)
def test_requester(fields: str, envelope_from: str | None, author: str, answer_to: str) -> None:
    found = find_requester(head(fields + "\n\n"), envelope_from, OWN)
    assert isinstance(found, Requester), found
    assert (found.author, found.address) == (author, answer_to)


@pytest.mark.parametrize(
    "fields",
    [
        "From: alice@customer.test\nFrom: bob@customer.test",
        "From: alice@customer.test, bob@customer.test",
        "From: alice@customer.test, bob@customer.test\nSender: eve@evil.test",
        "From: alice@customer.test <eve@evil.test>",
        "From: <alice@customer.test> <eve@evil.test>",
        "From: <alice@customer.test>, <eve@evil.test>",
        "From: alice@customer.test@evil.test",
        "From: alice@customer.test\x00@evil.test",
        "From: alice",
        "From: ",
        "From: <>",
        "From: (alice@customer.test)",
        "From: undisclosed:;",
        "From: =?utf-8?q?alice=40customer.test?=",
        "From: " + "(" * 1000,
        "Subject: nobody",
    ],
)
def test_a_sender_that_is_not_one_is_refused(fields: str) -> None:
    assert isinstance(find_requester(head(fields + "\n\n"), "", OWN), str)


@pytest.mark.parametrize(
    "fields",
    [
        "From: =?utf-8?q?=22help=40bank.test=22_=3Ceve=40evil.test=3E?= <alice@customer.test>",
        "From: eve@evil (a comment) . test <alice@customer.test>",
        'From: "eve@evil.test" <alice@customer.test>',
        "From: (eve@evil.test) alice@customer.test",
        "From: (a (nested) comment) <alice@customer.test>",
    ],
)
def test_only_the_real_address_counts(fields: str) -> None:
    found = find_requester(head(fields + "\n\n"), None, OWN)
    assert isinstance(found, str) or found.address == "alice@customer.test"


@pytest.mark.parametrize(
    ("text", "envelope_from", "reason"),
    [
        (PLAIN + "\nhi\n", "alice@customer.test", None),
        (PLAIN + "Auto-Submitted: no\n\nhi\n", "alice@customer.test", None),
        (PLAIN + "Auto-Submitted: auto-generated\n\nhi\n", "alice@customer.test", None),
        (PLAIN + "X-Auto-Response-Suppress: All\n\nhi\n", "alice@customer.test", None),
        (PLAIN + "Precedence: bulk\n\nhi\n", "alice@customer.test", None),
        (PLAIN + "Auto-Submitted: auto-replied\n\naway\n", "", "automatic reply"),
        (PLAIN + "Auto-Submitted: auto-replied (vacation)\n\naway\n", "", "automatic reply"),
        (PLAIN + "X-Autoreply: yes\n\naway\n", "alice@customer.test", "automatic reply"),
        (PLAIN + "List-Id: <news.shop.test>\n\nhi\n", "bounce@shop.test", "mailing list"),
        (PLAIN + "List-Unsubscribe: <https://shop.test/u>\n\nhi\n", "bounce@shop.test", "mailing list"),
        (PLAIN + "List-Id: <help.help.test>\n\nhi\n", "bounce@help.test", None),
        (PLAIN + "List-Post: <mailto:team@lists.help.test>\n\nhi\n", "b@help.test", None),
        (PLAIN + "List-Post: <mailto:chat@lists.evil.test>\n\nhi\n", "b@evil.test", "mailing list"),
        (PLAIN + f"List-Id: <team.x.test>\nIn-Reply-To: {OUR_ID}\n\nhi\n", "b@x.test", None),
        (PLAIN.replace("<q1@customer.test>", OUR_ID) + "\nhi\n", "help@help.test", "a loop"),
        (PLAIN + "X-Loop: help@help.test\n\nhi\n", "alice@customer.test", "a loop"),
        (PLAIN.replace("alice@customer.test", "help@help.test") + "\nhi\n", None, "a loop"),
        (PLAIN.replace("alice@customer.test", "help+x@help.test") + "\nhi\n", None, "a loop"),
        (REPORT, "", "ticket #12: alice@customer.test failed (mailbox full)"),
        (REPORT.replace(OUR_ID, FORGED_ID), "", "did not send"),
        (REPORT.replace(OUR_ID, "<other@help.test>"), "", "did not send"),
        ("Resent-From: alice@customer.test\n" + REPORT, "alice@customer.test", None),
    ],
)
def test_set_aside(text: str, envelope_from: str | None, reason: str | None) -> None:
    said = aside(text, envelope_from)
    assert said is None if reason is None else reason in (said or "")


def test_a_report_that_a_person_forwards_is_evidence() -> None:
    forwarded = (
        PLAIN
        + "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=o\n\n--o\n\nWhy?\n\n--o\n"
        + "Content-Type: message/rfc822\n\n"
        + REPORT
        + "\n--o--\n"
    )
    assert aside(forwarded) is None


@pytest.mark.parametrize(
    ("fields", "envelope_from", "may"),
    [
        ("", "alice@customer.test", True),
        ("", None, True),
        ("Auto-Submitted: no\n", "alice@customer.test", True),
        ("X-Auto-Response-Suppress: All\n", "alice@customer.test", True),
        ("", "", False),
        ("Auto-Submitted: auto-generated\n", "alice@customer.test", False),
        ("Precedence: bulk\n", "alice@customer.test", False),
        ("Precedence: junk\n", "alice@customer.test", False),
        ("Precedence: list\n", "alice@customer.test", False),
        ("List-Help: <mailto:x@y.test>\n", "alice@customer.test", False),
        ("X-Autoreply: yes\n", "alice@customer.test", False),
        ("X-Loop: other@desk.test\n", "alice@customer.test", False),
        ("Resent-From: alice@customer.test\n", "alice@customer.test", False),
    ],
)
def test_may_be_answered(fields: str, envelope_from: str | None, may: bool) -> None:
    who = Requester("alice@customer.test", "alice@customer.test", None)
    assert may_be_answered(letter(PLAIN + fields + "\nhi\n", envelope_from), who, OWN) is may


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("alice@customer.test", True),
        ("norbert@customer.test", True),
        ("noreply@customer.test", False),
        ("no-reply@customer.test", False),
        ("no_reply+17@customer.test", False),
        ("do-not-reply@customer.test", False),
        ("MAILER-DAEMON@customer.test", False),
        ("postmaster@customer.test", False),
        ("bounces+x=y@customer.test", False),
        ("help@help.test", False),
        ("Support+x@help.test", False),
    ],
)
def test_machines_are_never_answered(address: str, may: bool) -> None:
    who = Requester(address, address, None)
    assert may_be_answered(letter(PLAIN + "\nhi\n", None), who, OWN) is may


@pytest.mark.parametrize(
    ("fields", "ids"),
    [
        ("", ()),
        ("In-Reply-To: <a@x>\n", ("<a@x>",)),
        ("In-Reply-To: <c@x>\nReferences: <a@x> <b@x>\n <c@x>\n", ("<c@x>", "<b@x>", "<a@x>")),
        ("References: <a@x><b@x>\n", ("<b@x>", "<a@x>")),
        ("In-Reply-To: Your message of Monday <a@x> (help)\n", ("<a@x>",)),
        ("In-Reply-To: nothing of use\n", ()),
    ],
)
def test_answers_ids(fields: str, ids: tuple[str, ...]) -> None:
    assert answers_ids(head("From: a@x.test\n" + fields + "\n")) == ids


@pytest.mark.parametrize(
    ("envelope_to", "fields", "ticket"),
    [
        ((tagged(SECRET, "help@help.test", 12),), "", 12),
        ((tagged(SECRET, "help@help.test", 12).upper(),), "", 12),
        ((), f"To: Help <{tagged(SECRET, 'help@help.test', 7)}>\n", 7),
        ((), f"Delivered-To: {tagged(SECRET, 'help+old@help.test', 7)}\n", 7),
        (("help+t12-aaaaaaaaaaaaaaaa@help.test",), "", None),
        ((tagged(b"another key", "help@help.test", 12),), "", None),
        ((tagged(SECRET, "help@help.test", 12).replace("t12", "t13"),), "", None),
        (("help@help.test",), "", None),
    ],
)
def test_answers_ticket(envelope_to: tuple[str, ...], fields: str, ticket: int | None) -> None:
    assert answers_ticket(head(fields + "\n"), envelope_to, OWN) == ticket


def test_tag_is_of_the_address() -> None:
    address = tagged(SECRET, "help@help.test", 12)
    assert address.startswith("help+t12-")
    assert ticket_of_address(SECRET, address) == 12


def test_two_message_ids_are_none() -> None:
    assert own_message_id(head("Message-ID: <a@x>\n\n")) == "<a@x>"
    assert own_message_id(head("Message-ID: <a@x>\nMessage-ID: <b@x>\n\n")) is None


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (PLAIN + "\nhi\n", True),
        (
            "Received: from a by b; now\nReturn-Path: <x@y.test>\n" + PLAIN + "X-Spam-Flag: NO\n\nhi\n\n\n",
            True,
        ),
        ((PLAIN + "\nhi\n").replace("\n", "\r\n"), True),
        (PLAIN + "\nho\n", False),
        (PLAIN.replace("came", "went") + "\nhi\n", False),
        (PLAIN.replace("q1", "q2") + "\nhi\n", False),
    ],
)
def test_fingerprint(other: str, same: bool) -> None:
    one, two = (PLAIN + "\nhi\n").encode(), other.encode()
    assert (fingerprint(read_head(one), one) == fingerprint(read_head(two), two)) is same
