"""Bounces at a desk whose profile names no hosts: whose refusal is it?"""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage

import pytest

from knowledge.vocabulary import Platform, ProblemKind, Reason, Route
from triage.arrival import arrived
from triage.details.telling import listen
from triage.evidence.reader import read
from triage.own_side import with_own_domain
from triage.remedy import find_remedy
from triage.routing.route import judge
from triage.routing.rules import all_votes

BARE = Platform("oss", "OSS", out_of_scope=(Route.THIRD_PARTY_REJECT,))
OWN = with_own_domain(BARE, "help@desk.test")
NAMED = replace(BARE, mail_hosts=("*.hoster.test",))
R, P = Route, ProblemKind
LISTED = "554 5.7.1 Client host [192.0.2.40] blocked using bl.blocklist.test"


def _ticket(
    said: str,
    reporting: str,
    sender: str,
    recipient: str,
    host: str,
    line: str,
    requester: str = "eva@joinery.test",
) -> bytes:
    report = EmailMessage()
    report["From"], report["To"] = f"MAILER-DAEMON@{reporting}", sender
    report["Subject"], report["Auto-Submitted"] = "Undelivered Mail Returned to Sender", "auto-replied"
    report["Return-Path"] = "<>"
    report.set_content(
        f"This is the mail system at host {reporting}.\n\nYour message could not be delivered.\n\n"
        f"<{recipient}>: host {host}[203.0.113.5] said: {line} (in reply to RCPT TO command)\n\n"
        f"------ This is a copy of the message's header ------\n\nFrom: {sender}\nTo: {recipient}\n"
        "Subject: timber\nDate: Wed, 18 Nov 2026 10:00:00 +0000\n"
    )
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = requester, "help@desk.test", "bounce"
    letter["Date"] = "Wed, 18 Nov 2026 11:00:00 +0000"
    letter.set_content(said)
    letter.add_attachment(report)
    return letter.as_bytes()


def _judge(raw: bytes, platform: Platform) -> tuple[Route, ProblemKind | None, bool]:
    found = judge(listen(arrived(read(raw, "", platform)[0], platform)), (), None)
    return found.route, found.problem, found.confident


HERE, THERE = "eva@joinery.test", "sawmill@forest.test"


@pytest.mark.parametrize(
    ("platform", "said", "reporting", "sender", "recipient", "host", "line", "is_"),
    [
        # mail to the requester came back: refused here, whosever the host may be
        (BARE, "See below.", "out.forest.test", THERE, HERE, "mx3.desk.test", "554 5.7.1 score 9",
         (R.REAL_ISSUE, P.INBOUND_REJECTED, True)),
        (OWN, "See below.", "out.forest.test", THERE, HERE, "mx3.desk.test", "554 5.7.1 score 9",
         (R.REAL_ISSUE, P.INBOUND_REJECTED, True)),
        (BARE, "See below.", "out.forest.test", THERE, HERE, "mx3.desk.test", "550 5.1.1 User unknown",
         (R.REAL_ISSUE, P.INBOUND_REJECTED, True)),
        # mail of the requester came back: refused elsewhere
        (BARE, "See below.", "out.desk.test", HERE, THERE, "mx.forest.test", "550 5.1.1 User unknown",
         (R.THIRD_PARTY_REJECT, None, True)),
        # a mailbox at a provider that everybody uses is not ours, whichever host reports that it is closed
        (NAMED, "See below.", "relay.hoster.test", HERE, "shop@yahoo.com.br", "relay.hoster.test",
         "554 30: This mailbox is disabled", (R.THIRD_PARTY_REJECT, None, True)),
        # a listed address: ours by its host, by the requester's word, or nobody's
        (OWN, "See below.", "out.desk.test", HERE, THERE, "mx.forest.test", LISTED,
         (R.REAL_ISSUE, P.OUTBOUND_BOUNCED, True)),
        (BARE, "That is your server's address.", "out.desk.test", HERE, THERE, "mx.forest.test", LISTED,
         (R.REAL_ISSUE, P.OUTBOUND_BOUNCED, True)),
        (BARE, "Das ist eure IP.", "out.desk.test", HERE, THERE, "mx.forest.test", LISTED,
         (R.REAL_ISSUE, P.OUTBOUND_BOUNCED, True)),
        # its host is ours, as the requester found out; a host that is not ours says nothing
        (NAMED, "192.0.2.40 is a.hoster.test.", "relay.elsewhere.test", HERE, THERE, "mx.forest.test", LISTED,
         (R.REAL_ISSUE, P.OUTBOUND_BOUNCED, True)),
        (NAMED, "192.0.2.40 is a.other.test.", "relay.elsewhere.test", HERE, THERE, "mx.forest.test", LISTED,
         (R.THIRD_PARTY_REJECT, None, True)),
        # the requester's own server handed it in: theirs, whatever they say
        (BARE, "That is your server's address.", "erp.joinery.test", HERE, THERE, "mx.forest.test", LISTED,
         (R.THIRD_PARTY_REJECT, None, True)),
        # unless they have none: the desk has named its host for them
        (BARE, "That is your server, we have no server of our own.", "mail.joinery.test", HERE, THERE,
         "mx.forest.test", LISTED, (R.REAL_ISSUE, P.OUTBOUND_BOUNCED, True)),
        (OWN, "See below.", "erp.joinery.test", HERE, THERE, "mx.forest.test", LISTED,
         (R.THIRD_PARTY_REJECT, None, True)),
        # the recipient's organisation keeps a list of its own: no address is listed anywhere
        (OWN, "See below.", "out.desk.test", HERE, THERE, "mx.forest.test",
         "550 5.7.1 Sender blocklisted by recipient organization", (R.THIRD_PARTY_REJECT, None, True)),
    ],
)  # fmt: skip
def test_whose_refusal_it_is(
    platform: Platform,
    said: str,
    reporting: str,
    sender: str,
    recipient: str,
    host: str,
    line: str,
    is_: tuple[Route, ProblemKind | None, bool],
) -> None:
    assert _judge(_ticket(said, reporting, sender, recipient, host, line), platform) == is_


@pytest.mark.parametrize(
    ("recipient", "line", "is_"),
    [
        # somebody without a mailbox here writes to a customer, is refused, and asks the customer's desk
        ("office@school.test", "550 5.7.1 score 9", (R.REAL_ISSUE, P.INBOUND_REJECTED)),
        ("office@school.test", "550 5.1.1 User unknown", (R.THIRD_PARTY_REJECT, None)),
        ("ann@yahoo.com", "550 5.7.1 score 9", (R.THIRD_PARTY_REJECT, None)),
    ],
)
def test_who_asks_from_outside_writes_to_a_customer(
    recipient: str, line: str, is_: tuple[Route, ProblemKind | None]
) -> None:
    raw = _ticket("Help!", "out.mail.test", "joe@gmail.com", recipient, "mx.far.test", line, "joe@gmail.com")
    assert _judge(raw, BARE)[:2] == is_


@pytest.mark.parametrize(
    ("said", "line", "is_"),
    [
        ("We are not your customer, the sawmill is.", LISTED, (R.REAL_ISSUE, P.INBOUND_REJECTED)),
        ("Odbiorca to Państwa klient.", "550 5.7.1 score 9", (R.REAL_ISSUE, P.INBOUND_REJECTED)),
        ("Our customer waits for it.", "550 5.7.1 score 9", (R.THIRD_PARTY_REJECT, None)),
        ("The sawmill is your customer.", "550 5.1.1 User unknown", (R.THIRD_PARTY_REJECT, None)),
    ],
)
def test_who_says_to_be_no_customer_writes_to_one(
    said: str, line: str, is_: tuple[Route, ProblemKind | None]
) -> None:
    raw = _ticket(said, "mail.joinery.test", HERE, THERE, "mx.far.test", line)
    assert _judge(raw, BARE)[:2] == is_


@pytest.mark.parametrize(
    ("by", "is_"),
    [
        ("out1.hoster.test", (R.REAL_ISSUE, P.OUTBOUND_BOUNCED, True)),
        ("out1.elsewhere.test", (R.THIRD_PARTY_REJECT, None, True)),
    ],
)
def test_the_last_host_in_the_header_handed_it_in(
    by: str, is_: tuple[Route, ProblemKind | None, bool]
) -> None:
    header = (
        f"Received: from pc.joinery.test (pc.joinery.test [203.0.113.64])\n\tby {by} with ESMTPS id 4D1\n"
        f"\tfor <{THERE}>; Wed, 18 Nov 2026 10:00:01 +0000\nFrom: {HERE}\nTo: {THERE}\n\nHello\n"
    )
    raw = _ticket("See below.", "out.joinery.test", HERE, THERE, "mx.forest.test", LISTED)
    telling = listen(arrived(read(raw, "", NAMED)[0], NAMED))
    picture = replace(telling.picture, originals=(read(header.encode(), "", NAMED)[0],))
    found = judge(replace(telling, picture=picture), (), None)
    assert (found.route, found.problem, found.confident) == is_


def test_the_host_beside_the_address_handed_it_in() -> None:
    line = "550 5.7.1 Client host [192.0.2.40] (out1.relays.test) blocked using bl.blocklist.test"
    raw = _ticket("See below.", "erp.joinery.test", HERE, THERE, "mx.forest.test", line)
    assert _judge(raw, BARE)[2] is False


@pytest.mark.parametrize("said", ["See below.", "Is that your server?", "This goes not via you."])
def test_an_address_that_may_be_anybodys_is_left_to_a_person(said: str) -> None:
    raw = _ticket(said, "relay.elsewhere.test", HERE, THERE, "mx.forest.test", LISTED)
    assert _judge(raw, BARE)[2] is False


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("They got: 552 5.2.2 <eva@joinery.test>: mailbox full, over quota", Reason.MAILBOX_FULL),
        ("They got: 550 5.1.1 <eva@joinery.test>: user unknown", Reason.NO_SUCH_USER),
        ("They got: 552 5.2.2 <eva@other.test>: mailbox full, over quota", None),
        ("Sender address <eva@joinery.test> rejected: 550 5.1.8 domain not found", None),
    ],
)
def test_a_quoted_refusal_of_the_requesters_own_mailbox_names_its_remedy(
    text: str, reason: Reason | None
) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "eva@joinery.test", "help@desk.test", "nobody gets through"
    mail.set_content(text)
    telling = listen(arrived(read(mail.as_bytes(), "", BARE)[0], BARE))
    remedy = find_remedy(telling, P.INBOUND_REJECTED, ())
    assert (remedy.reason if remedy else None) == reason


SIGNED = "550 5.7.1 Recipient address rejected: message refused as spam ({})"
DIALOG = "An error occurred while sending mail. The mail server responded: 554 5.7.1 Content refused."


@pytest.mark.parametrize(
    ("text", "is_"),
    [
        # a filter signs what it says
        (
            SIGNED.format("in4.hoster.test"),
            {(R.REAL_ISSUE, P.INBOUND_REJECTED), (R.REAL_ISSUE, P.OUTBOUND_REFUSED)},
        ),
        (SIGNED.format("in4.forest.test"), {(R.THIRD_PARTY_REJECT, None)}),
        # what a mail program shows while it sends
        (DIALOG, {(R.REAL_ISSUE, P.OUTBOUND_REFUSED)}),
        (
            "Si \u00e8 verificato un errore durante l\u2019invio del messaggio",
            {(R.REAL_ISSUE, P.OUTBOUND_REFUSED)},
        ),
        # a person's name in an address is no host
        ("The server responded: 4.7.1 <eva.tall@joinery.test>: Sender address rejected: too many", set()),
        ("I never saw that sending of the message failed.", set()),
    ],
)
def test_a_refusal_that_is_told(text: str, is_: set[tuple[Route, ProblemKind | None]]) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "eva@joinery.test", "help@desk.test", "mail"
    mail.set_content(text)
    votes = all_votes(listen(arrived(read(mail.as_bytes(), "", NAMED)[0], NAMED)), ())
    said = {(vote.route, vote.problem) for vote in votes if vote.weight > 1}
    assert said == is_


@pytest.mark.parametrize("mark", ["", "> "])
@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("mx.forest.test rechazó el mensaje:", "the quoted line was written by mx.forest.test"),
        ("mx.forest.test gave this error:", "the quoted line was written by mx.forest.test"),
        ("mail.hoster.test hat Ihre Nachricht abgelehnt:", "the quoted line was written by the platform"),
        ("This is what I get:", None),
        ("We use mx.forest.test and mx.other.test:", None),
        ("See https://mx.forest.test/help:", None),
        ("mx.forest.test", None),
    ],
)
def test_the_line_before_a_quoted_refusal_names_who_speaks(before: str, said: str | None, mark: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = HERE, "help@desk.test", "it came back"
    line = "552 5.3.4 Message size exceeds fixed limit (10485760)"
    mail.set_content(f"Look at this.\n\n{mark}{before}\n{mark}{line}\n")
    votes = all_votes(listen(arrived(read(mail.as_bytes(), "", NAMED)[0], NAMED)), ())
    assert {vote.reason for vote in votes if "was written by" in vote.reason} == ({said} if said else set())
