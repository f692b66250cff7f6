"""What kind of thing is it, and what came with it?"""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_string
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from knowledge.vocabulary import Platform, Reason
from triage.evidence.reader import read
from triage.model import Evidence

ReadOne = Callable[..., Evidence]

BOUNCE = """Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.example.org>
To: ann@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is the mail system at host mx.example.org.

<nobody@example.net>: host mx.example.net[192.0.2.9] said: 550 5.1.1
    <nobody@example.net>: Recipient address rejected: User unknown (in reply to RCPT TO command)

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; nobody@example.net
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.example.net
Diagnostic-Code: smtp; 550 5.1.1 <nobody@example.net>: Recipient address rejected: User unknown

--b
Content-Type: message/rfc822

From: ann@example.org
To: nobody@example.net
Subject: Lunch
Message-ID: <1@example.org>

hi
--b--
"""
NOTICE = BOUNCE.partition("text/plain\n\n")[2].partition("\n--b")[0]
HEADERS = """Received: from out.example.net ([192.0.2.7]) by mx.platform.test; 21 Nov 2026 10:00:00 +0000
Received: from pc by out.example.net; 21 Nov 2026 09:59:58 +0000
From: Bob <bob@example.net>
To: ann@hosted.test
Subject: Offer
Message-ID: <2@example.net>
X-Spam-Status: No, score=3.5 required=5.0 tests=BAYES_50=0.8
"""
AUTO = "From: a@example.org\nSubject: {subject}\n{extra}\n\nI am away."


def _mail(text: str = "Hello, please help.", subject: str = "Help") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Ann <ann@example.org>"
    message["To"] = "help@desk.test"
    message["Subject"] = subject
    message.set_content(text)
    return message


@pytest.mark.parametrize(
    ("raw", "name", "kind"),
    [
        (BOUNCE, "", "ndr"),
        (_mail().as_string(), "", "message"),
        (_mail("").as_string(), "mail.eml", "message"),
        (HEADERS, "headers.txt", "headers"),
        (HEADERS, "", "headers"),
        (HEADERS + "\n\n", "headers.txt", "headers"),
        ("Here you are:\n\n" + HEADERS, "note.txt", "headers"),
        (NOTICE, "bounce.txt", "ndr"),
        (AUTO.format(subject="x", extra="Auto-Submitted: auto-replied"), "", "auto_reply"),
        (AUTO.format(subject="x", extra="Auto-Submitted: auto-generated"), "", "message"),
        (AUTO.format(subject="x", extra="Auto-Submitted: no"), "", "message"),
        (AUTO.format(subject="x", extra="X-Autoreply: yes"), "", "auto_reply"),
        (AUTO.format(subject="Automatic reply: x", extra="X-Auto-Response-Suppress: All"), "", "auto_reply"),
        (AUTO.format(subject="Abwesenheitsnotiz: x", extra="In-Reply-To: <1@a>"), "", "auto_reply"),
        (AUTO.format(subject="Out of office replies never arrive", extra="X-A: b"), "", "message"),
        (AUTO.format(subject="x", extra="X-Auto-Response-Suppress: All"), "", "message"),
        (AUTO.format(subject="x", extra="Content-Type: multipart/report; report-type=feedback-report"), "",
         "abuse_report"),
        ("From: staff@example.org\nSubject: complaint about message from 192.0.2.1\n"
         "Content-Type: multipart/mixed; boundary=q\n\n"
         "--q\nContent-Type: message/rfc822\n\nFrom: a@b.test\n\nx\n--q--",
         "", "abuse_report"),
        ("", "", "unreadable"),
        ("\n \n", "", "unreadable"),
        ("just some words", "a.eml", "unreadable"),
        ("key: value\nother: value\n\ntext", "a.txt", "unreadable"),
    ],
)  # fmt: skip
def test_kind(read_one: ReadOne, raw: str, name: str, kind: str) -> None:
    evidence = read_one(raw, name)
    assert evidence.kind == kind
    assert (evidence.ndr is not None) is (kind == "ndr")
    assert kind != "unreadable" or evidence.problems


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (b"%PDF-1.7", "PDF"), (b"PK\x03\x04xx", "ZIP"), (b"\x89PNG\r\n", "picture"),
        (b"\x78\x9f\x3e\x22aa", "winmail"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged Outlook file"),
        (b"\x00\x01\x02" * 50, "no text"),
    ],
)  # fmt: skip
def test_other_formats_are_named(read_one: ReadOne, raw: bytes, word: str) -> None:
    evidence = read_one(raw, "report.eml")
    assert evidence.kind == "unreadable"
    assert word in evidence.problems[0]


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("\n", "\r").encode(),
    ],
)
def test_as_other_programs_save_it(read_one: ReadOne, encode: Callable[[str], bytes]) -> None:
    evidence = read_one(encode(HEADERS), "headers.txt")
    assert (evidence.kind, evidence.message.subject, len(evidence.hops)) == ("headers", "Offer", 2)


def test_a_bounce_says_what_it_says(read_one: ReadOne) -> None:
    report = read_one(BOUNCE).ndr
    assert report is not None
    (recipient,) = report.recipients
    assert recipient.address == "nobody@example.net"
    assert (recipient.status, recipient.smtp_reply, recipient.reason) == ("5.1.1", 550, Reason.NO_SUCH_USER)


def test_a_remark_in_place_of_the_original_is_no_mail(read_one: ReadOne) -> None:
    remark = BOUNCE.replace(
        "From: ann@example.org\nTo: nobody@example.net\nSubject: Lunch\nMessage-ID", "[left out] Id"
    )
    evidence = read_one(remark)
    assert (evidence.kind, evidence.nested) == ("ndr", ())


def _attached(kind: str) -> bytes:
    message = _mail()
    if kind == "rfc822":
        message.add_attachment(message_from_string(BOUNCE, policy=SMTP))
    elif kind == "eml":
        message.add_attachment(BOUNCE.encode(), "application", "octet-stream", filename="bounce.eml")
    elif kind == "txt":
        message.add_attachment(NOTICE, filename="bounce.txt")
    elif kind == "pasted":
        message.set_content("It came back:\n\n" + NOTICE)
    elif kind == "quoted":
        quoted = "\n".join(f"> {line}" for line in NOTICE.split("\n"))
        message.set_content(f"It came back:\n\n{quoted}")
    return message.as_bytes()


@pytest.mark.parametrize("kind", ["rfc822", "eml", "txt", "pasted", "quoted"])
def test_a_bounce_that_came_along(read_one: ReadOne, kind: str) -> None:
    """Judged by the outer message: a mail with a bounce is a message."""
    evidence = read_one(_attached(kind))
    assert evidence.kind == "message"
    assert [nested.kind for nested in evidence.nested] == ["ndr"]
    report = evidence.nested[0].ndr
    assert report is not None
    assert [recipient.address for recipient in report.recipients] == ["nobody@example.net"]


@pytest.mark.parametrize("way", ["file", "part", "pasted", "without indent"])
def test_a_header_block_that_came_along(read_one: ReadOne, way: str) -> None:
    message = _mail()
    folded = HEADERS.replace(" by mx", "\n\tby mx")
    if way == "file":
        message.add_attachment(folded, filename="headers.txt")
    elif way == "part":
        message.add_attachment(folded.encode(), "text", "rfc822-headers")
    else:
        pasted = folded if way == "pasted" else folded.replace("\n\tby", "\nby")
        message.set_content(f"Why is this junk?\n\n{pasted}\nRegards\n")
    (nested,) = read_one(message.as_bytes()).nested
    assert (nested.kind, nested.message.from_, nested.spam.score) == ("headers", "bob@example.net", 3.5)
    assert nested.hops[-1].ip == "192.0.2.7"


FORWARDS = {
    "gmail": "FYI\n\n---------- Forwarded message ---------\nFrom: Bob <bob@example.net>\n"
    "Date: Sat, 21 Nov 2026 at 10:00\nSubject: Offer\nTo: <ann@hosted.test>\n\nBuy now",
    "apple": "Begin forwarded message:\n\n> From: Bob <bob@example.net>\n> Subject: Offer\n"
    "> Date: 21 November 2026 at 10:00:00 CET\n> To: ann@hosted.test\n> \n> Buy now",
    "outlook": "see below\n\n-----Original Message-----\nFrom: Bob <bob@example.net>\nSent: Saturday\n"
    "To: ann@hosted.test\nSubject: Offer\n\nBuy now",
    "german": "bitte lesen\n\nVon: Bob <bob@example.net>\nGesendet: Samstag\nAn: ann@hosted.test\n"
    "Betreff: Offer\n\nBuy now",
}


@pytest.mark.parametrize("program", FORWARDS)
def test_a_mail_forwarded_in_the_text(read_one: ReadOne, program: str) -> None:
    (nested,) = read_one(_mail(FORWARDS[program], "Fwd: Offer").as_bytes()).nested
    assert (nested.kind, nested.message.from_, nested.message.subject) == (
        "message",
        "bob@example.net",
        "Offer",
    )
    assert nested.message.to == ("ann@hosted.test",)
    assert nested.text == "Buy now"


def test_a_quoted_answer_is_no_forward(read_one: ReadOne) -> None:
    evidence = read_one(_mail(FORWARDS["outlook"], "Re: Offer").as_bytes())
    assert evidence.nested == ()


def test_mails_within_mails_end_somewhere(read_one: ReadOne) -> None:
    raw = b"From: x@example.org\nSubject: inner\n\nhi"
    for _ in range(1_000):
        raw = b"From: a@example.org\nContent-Type: message/rfc822\n\n" + raw
    evidence = read_one(raw)
    depth = 0
    seen = evidence
    while seen.nested:
        (seen,) = seen.nested
        depth += 1
    assert depth == 20
    assert "nested more than 20 deep" in evidence.problems[0] + str(seen.problems)


def test_too_many_mails_within_one(read_one: ReadOne) -> None:
    inner = b"--i\nContent-Type: message/rfc822\n\nFrom: a@example.org\n\nhi\n" * 100
    middle = (
        b"--o\nContent-Type: message/rfc822\n\nFrom: a@b.test\nContent-Type: multipart/mixed; boundary=i\n\n"
    )
    raw = b"From: a@example.org\nContent-Type: multipart/mixed; boundary=o\n\n" + (middle + inner) * 10
    evidence = read_one(raw)
    assert sum(1 + len(nested.nested) for nested in evidence.nested) == 200
    assert any("more than 200 mails within this one" in problem for problem in evidence.problems)


def test_a_mailbox_file(platform: Platform) -> None:
    mbox = b"".join(
        b"From a@b.test Sat Nov 21 10:00:0%d 2026\nFrom: a@b.test\nSubject: %d\n\n>From me\nbody\n\n" % (n, n)
        for n in range(3)
    )
    found = read(mbox, "inbox", platform)
    assert [evidence.message.subject for evidence in found] == ["0", "1", "2"]
    assert found[0].text == "From me\nbody"


def test_attachments_are_listed(read_one: ReadOne) -> None:
    message = _mail()
    message.add_attachment(b"%PDF-", "application", "pdf", filename="Rechnung ä.pdf")
    (attachment,) = read_one(message.as_bytes()).attachments
    assert (attachment.name, attachment.content_type, attachment.size) == (
        "Rechnung ä.pdf",
        "application/pdf",
        5,
    )


@pytest.mark.parametrize(
    ("head", "absent"),
    [
        ("From: a@example.org\nTo: b@example.org\nDate: Wed, 1 Aug 2001 14:43:21 +0000", ""),
        ("Subject: x\nReceived: from a by b; Wed, 1 Aug 2001 14:43:21 +0000", "From, To, Date"),
        ("From: a@example.org\nDate: Wed, 1 Aug 2001 14:43:21 +0000", "To"),
    ],
)
def test_what_every_mail_has_is_missed(read_one: ReadOne, head: str, absent: str) -> None:
    said = [problem for problem in read_one(f"{head}\n\nx").problems if "every mail" in problem]
    assert [problem.rpartition(": ")[2] for problem in said] == ([absent] if absent else [])


def test_dates_without_zone_are_named_not_completed(read_one: ReadOne) -> None:
    evidence = read_one("From: a@example.org\nTo: b@example.org\nDate: Wed, 1 Aug 2001 14:43:21\n\nx")
    assert evidence.message.date is None
    assert evidence.problems == ("the Date has no time zone",)


@pytest.mark.parametrize(
    ("content_type", "word"),
    [
        ("application/pkcs7-mime; name=smime.p7m", "S/MIME"),
        ("multipart/encrypted; boundary=q", "OpenPGP"),
        ("message/partial; id=1", "message/partial"),
    ],
)
def test_what_cannot_be_read_is_said(read_one: ReadOne, content_type: str, word: str) -> None:
    evidence = read_one(f"From: a@example.org\nContent-Type: {content_type}\n\nabc")
    assert any(word in problem for problem in evidence.problems)


def test_a_text_that_is_too_long_is_cut_and_said(read_one: ReadOne) -> None:
    evidence = read_one("From: a@example.org\n\n" + "long " * 100_000)
    assert len(evidence.text) == 200_000
    assert evidence.problems[0] == "the text is longer than 200,000 characters: the rest was not read"


def test_a_text_with_a_name_is_still_the_text(read_one: ReadOne) -> None:
    evidence = read_one("From: a@example.org\nContent-Type: text/plain; name=body.txt\n\nhello")
    assert (evidence.text, evidence.attachments) == ("hello", ())


def test_a_report_whose_parts_stand_in_a_persons_mail(read_one: ReadOne) -> None:
    body = BOUNCE.partition("\n\n")[2]
    mail = (
        "From: Ann <ann@example.org>\nTo: help@example.com\nSubject: Fwd: what is this?\n"
        f'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n{body}'
    )
    evidence = read_one(mail.encode())
    assert evidence.kind == "message"
    reports = [nested.ndr for nested in evidence.nested if nested.ndr is not None]
    assert [one.address for report in reports for one in report.recipients] == ["nobody@example.net"]
