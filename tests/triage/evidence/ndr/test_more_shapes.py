"""Rarer notices: one sentence, a label, or an order of lines of their own (all names are examples)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from triage.model import DeliveryReport

Notice = Callable[..., DeliveryReport | None]


@pytest.mark.parametrize(
    ("sender", "text", "expected"),
    [
        (
            "<>",
            "This is the DragonFly Mail Agent v0.13 at relay.example.net.\n\n"
            "There was an error delivering your mail to <bob@example.org>.\n\n"
            "mx.example.org [198.51.100.9] did not like our RCPT TO:\n"
            "550 5.1.1 <bob@example.org>: User unknown\n\n"
            "Original message follows.\n\nReceived: from alice\nTo: someone@example.com\n",
            ("5.1.1", 550, "no_such_user", "mx.example.org"),
        ),
        (
            "Mailer Daemon <mailer-daemon@example.net>",
            "A message that you sent could not be delivered to\none or more of its recipients.\n\n"
            '"bob@example.org":\nSMTP error from remote server after RCPT command:\nhost: mx.example.org\n'
            "5.1.1 <bob@example.org>... User Unknown\n",
            ("5.1.1", None, "no_such_user", "mx.example.org"),
        ),
        (
            "InterScan <imss@example.net>",
            "Sent >>> RCPT TO:<bob@example.org>\nReceived <<< 550 5.1.1 <bob@example.org>... user unknown\n\n"
            "Unable to deliver message to <bob@example.org>\n",
            ("5.1.1", 550, "no_such_user", None),
        ),
        (
            "Post Office <postoffice@example.net>",
            "We had trouble delivering your message.\n\nSMTP Server <mx.example.org> rejected recipient"
            " <bob@example.org> \n  (Error following RCPT command). It responded as follows:"
            " [550 5.1.1 <bob@example.org>... User Unknown]\n",
            ("5.1.1", 550, "no_such_user", "mx.example.org"),
        ),
        (
            "MAILER-DAEMON@example.net",
            "We're sorry. There's a problem with the e-mail address(es) you're trying to send to.\n\n"
            "<bob@example.org>:\nUser over quota\n",
            (None, None, "mailbox_full", None),
        ),
        (
            "Mailer-Daemon@example.net",
            "The message that you sent was undeliverable to the following:\n"
            "\tbob@example.org (user not found)\n",
            (None, None, "no_such_user", None),
        ),
        (
            "Mailer-Daemon@example.net",
            "A message sent by\n\n  <alice@example.com>\n\n"
            "could not be delivered to one or more of its recipients."
            "\n\n  bob@example.org:\n    mailbox is full: retry timeout exceeded\n",
            (None, None, "mailbox_full", None),
        ),
        (
            "Mailer-Daemon@example.net",
            "A message that you sent could not be delivered.\n\n  bob@example.org\n"
            "    (generated from staff@example.net)\n    unrouteable address\n\n"
            "------ bob@example.org ------\n\nprocmail: could not create it\n",
            (None, None, "bad_domain", None),
        ),
        (
            "Mail Delivery Subsystem <postmaster@example.org>",
            "Your message to <bob@example.org> was automatically rejected:\n"
            "Quota exceeded (mailbox is full)\n",
            (None, None, "mailbox_full", None),
        ),
        (
            "MAILER-DAEMON@example.net",
            "   ----- The following addresses had permanent fatal errors -----\n<bob@example.org>\n\n"
            "   ----- Transcript of session follows -----\n>>> RCPT TO:<bob@example.org>\n"
            "<<< 553 Invalid recipient (Mode: normal)\n",
            (None, 553, "no_such_user", None),
        ),
        (
            "Microsoft Outlook <MicrosoftExchange329e71ec@example.com>",
            "Your message to bob@example.org couldn't be delivered.\n\nbob wasn't found at example.org.\n\n"
            "Status code: 550 5.1.1\n\nOriginal Message Details\nSender Address:\talice@example.com\n"
            "Recipient Address:\tbob@example.org\n\nError Details\nReported error:\t550 5.1.1 User unknown\n"
            "Remote server:\tmx.example.org\n",
            ("5.1.1", 550, "no_such_user", "mx.example.org"),
        ),
        (
            "Postmaster@example.org",
            "Your message\n\n  Subject: Figures\n\nwas not delivered to:\n\n  bob@example.org\n\nbecause:\n\n"
            "  User bob (bob@example.org) not listed in Domino Directory\n",
            (None, None, "no_such_user", None),
        ),
        ("Postmaster@example.org", "undeliverable to bob@example.org\n", (None, None, "unknown", None)),
        ("Postmaster@example.org", "Unknown user: bob@example.org\n", (None, None, "no_such_user", None)),
        (
            "Postmaster@example.org",
            "User mailbox exceeds allowed size: bob@example.org\n",
            (None, None, "mailbox_full", None),
        ),
    ],
)
def test_notice(
    notice: Notice, sender: str, text: str, expected: tuple[str | None, int | None, str, str | None]
) -> None:
    report = notice(sender, "Undeliverable Mail", text)
    assert report is not None
    assert [one.address for one in report.recipients] == ["bob@example.org"]
    one = report.recipients[0]
    assert (one.status, one.smtp_reply, one.reason, one.remote_mta) == expected


def test_a_mailbox_without_a_domain_before_an_example(notice: Notice) -> None:
    text = (
        " --------Message not delivered to the following:\n\n bob    No matches to nameserver query\n\n"
        " --------Error Detail:\n\n Look the name up by ``finger NAME@directory.example.org''.\n"
    )
    report = notice("MAILER-DAEMON@mx.example.org", "Returned mail", text)
    assert report is not None
    assert [one.address for one in report.recipients] == ["bob@mx.example.org"]


COURIER = """This is a delivery status notification from mail.example.com,
running the Courier mail server, version 0.73.

                           UNDELIVERABLE MAIL

Your message to the following recipients cannot be delivered:

<bob@example.org>:
    mx.example.org [192.0.2.25]:
>>> RCPT TO:<bob@example.org>
<<< 550 5.1.1 <bob@example.org>: User unknown

---------------------------------------------------------------------------

If your message was also sent to additional recipients, their delivery
status is not included in this report.
"""


@pytest.mark.parametrize(
    "sender", ["postmaster@mail.example.com", '"Courier mail server at mail.example.com" <@>']
)
def test_courier_as_text_alone(notice: Notice, sender: str) -> None:
    report = notice(sender, "NOTICE: mail delivery status.", COURIER)
    assert report is not None
    (one,) = report.recipients
    assert (report.reporting_mta, one.remote_mta) == ("mail.example.com", "mx.example.org")
    assert (one.status, one.smtp_reply) == ("5.1.1", 550)
    assert one.diagnostic == "550 5.1.1 <bob@example.org>: User unknown"


def test_exchange_online_for_several(notice: Notice) -> None:
    html = """<html><p>Delivery has failed to these recipients or groups:</p>
<p><a href="mailto:bob@example.org">bob@example.org</a><br>The address couldn't be found.</p>
<p><a href="mailto:eve@example.net">eve@example.net</a><br>The recipient's mailbox is full.</p>
<p>Diagnostic information for administrators:</p>
<p>Generating server: am0.eurprd01.prod.outlook.com</p>
<p>bob@example.org<br>mx1.example.org<br>Remote Server returned '550 5.1.1 User unknown'</p>
<p>eve@example.net<br>mx2.example.net<br>Remote server returned '552 5.2.2 Mailbox full'</p></html>
"""
    report = notice(
        "MicrosoftExchange329e71ec@example.com", "Undeliverable: Hello\nContent-Type: text/html", html
    )
    assert report is not None
    told = [(one.address, one.remote_mta, one.status, one.reason) for one in report.recipients]
    assert told == [
        ("bob@example.org", "mx1.example.org", "5.1.1", "no_such_user"),
        ("eve@example.net", "mx2.example.net", "5.2.2", "mailbox_full"),
    ]


def test_no_reply_address_with_the_mail_that_came_back(notice: Notice) -> None:
    subject = 'Delivery Status\nContent-Type: multipart/mixed; boundary="b"'
    text = (
        "--b\nContent-Type: text/plain\n\nCould not be delivered to: <bob@example.org>\n"
        "As their mailbox is full.\n"
        "--b\nContent-Type: message/rfc822\n\nFrom: alice@example.com\nTo: bob@example.org\n"
        "Subject: Figures\n\nx\n"
        "--b--\n"
    )
    report = notice("no-reply@example.net", subject, text)
    assert report is not None
    assert [(one.address, one.reason) for one in report.recipients] == [("bob@example.org", "mailbox_full")]
    assert report.original.subject == "Figures"
