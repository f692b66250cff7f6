"""Phishing in the shape of a bounce is not one; a real bounce with links in it is."""

from __future__ import annotations

import pytest

from knowledge.vocabulary import Platform
from triage.evidence.ndr import read_report
from triage.evidence.parsed import parse

LINK = '<a href="https://phish.example/x">Recover</a>'


def mail(sender: str, subject: str, text: str, more: str = "") -> bytes:
    head = f"From: {sender}\nTo: alice@example.com\nSubject: {subject}\n{more}"
    return f"{head}Content-Type: text/html; charset=utf-8\n\n{text}".encode()


@pytest.mark.parametrize(
    ("sender", "subject", "text"),
    [
        (
            "Mail Delivery System <mailer-daemon@example.com>",
            "Mail delivery failed: returning message to sender",
            f"<p>Unable to deliver 7 mails.</p><p>alice@example.com</p><p>550 quota exceeded</p>{LINK}",
        ),
        (
            "Mail Delivery Subsystem <support@phish.example>",
            "Undelivered Mail Returned to Sender",
            f"<p>Your message to bob@example.org was undeliverable.</p>{LINK}",
        ),
        (
            "Microsoft Outlook <MicrosoftExchange329@example.com>",
            "Undeliverable: Invoice",
            f"<p>Delivery has failed to these recipients:</p><p>alice@example.com</p><p>Full.</p>{LINK}",
        ),
        (
            "postmaster@example.com",
            "Delivery Failure (5) messages",
            f"<p>Your mails were not delivered.</p><p>User: alice@example.com</p>{LINK}",
        ),
        ("MAILER-DAEMON <x@phish.example>", "Failure notice", "Mail to alice@example.com was not delivered."),
    ],
)
def test_shaped_like_a_bounce(platform: Platform, sender: str, subject: str, text: str) -> None:
    assert read_report(parse(mail(sender, subject, text)), platform) is None


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("<p>Could not be delivered to:</p><p>bob@example.org</p><p>550 5.1.1 no such user</p>" + LINK, ""),
        ("<p>Could not be delivered to:</p><p>bob@example.org</p>" + LINK, "Return-Path: <>\n"),
        ("<p>Could not be delivered.</p>" + LINK, "X-Failed-Recipients: bob@example.org\n"),
        ("<p>Could not be delivered to:</p><p>bob@example.org</p><p>no such user</p>", ""),
    ],
)
def test_a_real_one(platform: Platform, text: str, more: str) -> None:
    report = read_report(parse(mail("MAILER-DAEMON@example.net", "Undelivered", text, more)), platform)
    assert report is not None
    assert [one.address for one in report.recipients] == ["bob@example.org"]
