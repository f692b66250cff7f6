"""Reports with a delivery-status part, well formed and not."""

from __future__ import annotations

import pytest

from knowledge.vocabulary import Platform
from triage.evidence.ndr import read_enclosed, read_report
from triage.evidence.ndr.status_fields import host_of, read_status
from triage.evidence.parsed import parse
from triage.model import DeliveryReport, RecipientReport

FRAME = """From: MAILER-DAEMON@relay.example.net
To: alice@example.com
Subject: Undelivered Mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

This is the mail system at host relay.example.net.
{notice}
--b
Content-Type: message/delivery-status

{head}

{fields}

--b
Content-Type: text/rfc822-headers

Return-Path: <alice@example.com>
From: Alice <alice@example.com>
To: bob@example.org
Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
Date: Mon, 3 Mar 2025 08:00:00 +0100
Message-ID: <1@example.com>

--b--
"""


def read(
    platform: Platform, fields: str, head: str = "Reporting-MTA: dns; relay.example.net", notice: str = ""
) -> DeliveryReport:
    report = read_report(parse(FRAME.format(fields=fields, head=head, notice=notice).encode()), platform)
    assert report is not None
    return report


def only(report: DeliveryReport) -> RecipientReport:
    assert len(report.recipients) == 1
    return report.recipients[0]


def test_all_that_stands_in_it(platform: Platform) -> None:
    report = read(
        platform,
        "Final-Recipient: rfc822; bob@inner.example.org\nOriginal-Recipient: rfc822;bob@example.org\n"
        "Action: failed\nStatus: 5.1.1\nRemote-MTA: dns; mx.example.org\n"
        "Diagnostic-Code: smtp; 550 5.1.1 <bob@example.org>: Recipient address\n    rejected: User unknown",
    )
    one = only(report)
    assert report.reporting_mta == "relay.example.net"
    assert report.original.subject == "Grüße"
    assert (one.address, one.action, one.status, one.smtp_reply) == (
        "bob@example.org",
        "failed",
        "5.1.1",
        550,
    )
    assert (one.permanent, one.reason, one.rejected_by) == (True, "no_such_user", "third_party")
    assert one.remote_mta == "mx.example.org"
    assert one.diagnostic == "550 5.1.1 <bob@example.org>: Recipient address rejected: User unknown"
    assert one.evidence == one.diagnostic


@pytest.mark.parametrize(
    ("diagnostic", "reply"),
    [
        ("smtp; 550 5.1.1 no", 550),
        ("smtp; #550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##", 550),
        ("smtp; #5.1.1 not found", None),
    ],
)
def test_reply_as_written(platform: Platform, diagnostic: str, reply: int | None) -> None:
    fields = f"Final-Recipient: rfc822; bob@example.org\nAction: failed\nDiagnostic-Code: {diagnostic}"
    assert only(read(platform, fields)).smtp_reply == reply


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ("Status: 5.1.1\nDiagnostic-Code: smtp; 550 no", "5.1.1"),
        ("Status: 5.0.0\nDiagnostic-Code: smtp; 550 5.7.1 no", "5.7.1"),
        ("Status: 5.1.1 (bad mailbox)\nDiagnostic-Code: smtp; 550 no", "5.1.1"),
        ("Status: 5.2.2\nDiagnostic-Code: smtp; 550 5.0.0 no", "5.2.2"),
        ("Status: 4.4.7\nDiagnostic-Code: smtp; 450 4.7.1 later", "4.7.1"),
        ("Status: 4.4.7\nDiagnostic-Code: smtp; 421 4.4.0 no answer", "4.4.7"),
        ("Status: 4.4.7\nDiagnostic-Code: smtp; 421 4.4.2 connection lost", "4.4.2"),
        ("Status: 4.4.7\nDiagnostic-Code: smtp; 554 4.4.7 expired <421 4.4.0 no answer>", "4.4.7"),
        ("Status: 5.1.0\nDiagnostic-Code: smtp; 550 5.1.1 no", "5.1.1"),
        ("Status: 5.0.0\nDiagnostic-Code: smtp; 550 no", "5.0.0"),
        ("Diagnostic-Code: smtp; 550 no", None),
        ("Diagnostic-Code: smtp; 550 from 192.0.2.5.1.1 or 15.5.1.1", None),
    ],
)
def test_status_as_written(platform: Platform, fields: str, status: str | None) -> None:
    assert (
        only(read(platform, f"Final-Recipient: rfc822; bob@example.org\nAction: failed\n{fields}")).status
        == status
    )


@pytest.mark.parametrize(
    ("fields", "action", "permanent"),
    [
        ("Action: failed\nStatus: 5.1.1", "failed", True),
        ("Action: failed\nStatus: 4.4.7", "failed", False),
        ("Action: delayed\nStatus: 4.4.1", "delayed", False),
        ("Action: delivered\nStatus: 2.0.0", "delivered", None),
        ("Action: relayed\nStatus: 2.0.0", "relayed", None),
        ("Action: expanded\nStatus: 2.0.0", "expanded", None),
        ("Action: failure\nStatus: 5.0.0", "failed", True),
        ("Status: 4.2.0", "delayed", False),
        ("Status: 5.2.0", "failed", True),
    ],
)
def test_actions(platform: Platform, fields: str, action: str, permanent: bool | None) -> None:
    one = only(read(platform, f"Final-Recipient: rfc822; bob@example.org\n{fields}"))
    assert (one.action, one.permanent) == (action, permanent)


@pytest.mark.parametrize(
    ("fields", "addresses"),
    [
        ("Final-Recipient: RFC822; <Bob@Example.org>", ["Bob@Example.org"]),
        ("Original-Recipient: rfc822; bob@example.org\nFinal-Recipient: x400; /S=bob/", ["bob@example.org"]),
        ("Final-Recipient: rfc822; @relay.example.net:bob@example.org", ["bob@example.org"]),
        (
            'Final-Recipient: rfc822; "a..b"@example.org\nOriginal-Recipient: rfc822;a..b@example.org',
            ['"a..b"@example.org'],
        ),
        ("Final-Recipient: LOCAL; bob", ["bob"]),
        (
            "Final-Recipient: rfc822; a@example.org\nStatus: 5.1.1\n\n"
            "Final-Recipient: rfc822; b@example.org\nStatus: 5.2.2",
            ["a@example.org", "b@example.org"],
        ),
        (
            "Final-Recipient: rfc822; a@example.org\nStatus: 5.1.1\n"
            "Final-Recipient: rfc822; b@example.org\nStatus: 5.2.2",
            ["a@example.org", "b@example.org"],
        ),
        ("Final-Recipient: rfc822; a@example.org\n\nStatus: 5.1.1\nAction: failed", ["a@example.org"]),
        (
            "Final-Recipient: rfc822; a@example.org\n\nFinal-Recipient: rfc822; a@example.org",
            ["a@example.org"],
        ),
    ],
)
def test_recipients(platform: Platform, fields: str, addresses: list[str]) -> None:
    assert [one.address for one in read(platform, fields).recipients] == addresses


def test_the_answer_that_stands_only_in_the_notice(platform: Platform) -> None:
    notice = "bob@example.org: 550 5.7.26 Multiple authentication checks failed"
    one = only(
        read(
            platform, "Final-Recipient: rfc822; bob@example.org\nAction: failed\nStatus: 5.0.0", notice=notice
        )
    )
    assert (one.status, one.smtp_reply, one.reason) == ("5.7.26", 550, "sender_auth")


@pytest.mark.parametrize(
    ("value", "host"),
    [
        ("dns; mx.example.org", "mx.example.org"),
        ("DNS; MX.Example.ORG. (192.0.2.1)", "mx.example.org"),
        ("dns; [192.0.2.1]", "192.0.2.1"),
        ("mx.example.org", "mx.example.org"),
        ("dns;", None),
        ("", None),
        (None, None),
    ],
)
def test_hosts(value: str | None, host: str | None) -> None:
    assert host_of(value) == host


def test_fields_in_the_body_of_broken_mime(platform: Platform) -> None:
    raw = (
        b"From: MAILER-DAEMON\nSubject: Returned mail\n\n--xyz\nContent-Type: message/delivery-status\n\n"
        b"Reporting-MTA: dns; relay.example.net\n\nFinal-Recipient: RFC822; bob@example.org\nAction: failed\n"
        b"Status: 5.7.1\nDiagnostic-Code: SMTP; 550 5.7.1 virus\n\n--xyz\n"
        b"Content-Type: message/rfc822\n\nFrom: a@example.com\n"
    )
    report = read_report(parse(raw), platform)
    assert report is not None
    assert report.reporting_mta == "relay.example.net"
    assert [(one.address, one.reason) for one in report.recipients] == [("bob@example.org", "malware")]


def test_nobody_in_it() -> None:
    assert read_status("Reporting-MTA: dns; relay.example.net\n\nX-Nothing: here\n") == (
        {"reporting-mta": "dns; relay.example.net", "x-nothing": "here"},
        (),
    )


def test_a_person_who_forwards_the_parts_writes_no_report(platform: Platform) -> None:
    raw = FRAME.format(fields="Final-Recipient: rfc822; bob@example.org\nStatus: 5.1.1", head="", notice="")
    raw = raw.replace("MAILER-DAEMON@relay.example.net", "Alice <alice@example.com>", 1)
    mail = parse(raw.replace("multipart/report; report-type=delivery-status", "multipart/mixed").encode())
    assert read_report(mail, platform) is None
    enclosed = read_enclosed(mail, platform)
    assert enclosed is not None
    assert [one.address for one in enclosed.recipients] == ["bob@example.org"]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_the_reporting_server_stands_in_the_first_group(platform: Platform, between: str) -> None:
    mail = FRAME.format(
        head="REPORTING-MTA: DNS;mx.example.net",
        fields="FINAL-RECIPIENT: RFC822;<bob@example.org>\nACTION: FAILED\nSTATUS: 5.2.1",
        notice="",
    )
    report = read_report(parse(mail.replace("\n\nFINAL", f"{between}FINAL").encode()), platform)
    assert report is not None
    assert (report.reporting_mta, only(report).status) == ("mx.example.net", "5.2.1")
