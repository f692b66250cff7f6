"""Bounces in the text of a person's mail: quoted, or forwarded by a mail program."""

from __future__ import annotations

import pytest

from knowledge.vocabulary import Platform
from triage.evidence.ndr import read_pasted

POSTFIX = """This is the mail system at host relay.example.net.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

<bob@example.org>: host mx.example.org[192.0.2.7] said: 550 5.1.1
    <bob@example.org>: Recipient address rejected: User unknown in virtual
    mailbox table (in reply to RCPT TO command)
"""
MICROSOFT_DE = """Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:

bob@example.org<mailto:bob@example.org>
Die eingegebene E-Mail-Adresse konnte nicht gefunden werden.

Diagnoseinformationen für Administratoren:

Generierender Server: mail.example.org

bob@example.org
Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'
"""
GMAIL = """Message not delivered
Your message couldn’t be delivered to bob@example.org because the remote server is misconfigured.

The response from the remote server was:

550 5.1.1 <bob@example.org>: user unknown
"""
OUTLOOK_HEAD = """Can you help, please?

-----Original Message-----
From: Mail Delivery System <MAILER-DAEMON@relay.example.net>
Sent: Monday, March 3, 2025 9:12 AM
To: alice@example.com
Subject: Undelivered Mail Returned to Sender

"""
GMAIL_HEAD = """---------- Forwarded message ---------
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
Date: Mon, Mar 3, 2025 at 9:12 AM
Subject: Delivery Status Notification (Failure)
To: <alice@example.com>


"""
GMAIL_PT_IN_OUTLOOK = """Reencaminho o que ela recebeu.

De: Bela Dias [mailto:bela@example.com]
Enviada: terça-feira, 4 de Março de 2025 14:50
Para: Bob
Assunto: Fwd: Delivery Status Notification (Failure)

---------- Forwarded message ---------
De: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
Date: terça, 4/03/2025 à(s) 14:41
Subject: Delivery Status Notification (Failure)
To: <bela@example.com>

** Endereço não encontrado **

A sua mensagem para bob@example.org não foi entregue.

A resposta do servidor remoto foi:

550 5.1.1 user unknown
"""
APPLE_HEAD = """Begin forwarded message:

From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
Subject: Delivery Status Notification (Failure)
Date: 3 March 2025 at 09:12:44 GMT
To: alice@example.com

"""
GERMAN_HEAD = """Was heißt das?

Von: Microsoft Outlook <MicrosoftExchange329e71ec@example.org>
Gesendet: Montag, 3. März 2025 09:12
An: Alice Beispiel <alice@example.com>
Betreff: Unzustellbar: Angebot

"""


@pytest.mark.parametrize(
    "text",
    [
        POSTFIX,
        "\n".join("> " + line for line in POSTFIX.split("\n")),
        "\n".join(">> " + line for line in POSTFIX.split("\n")),
        "Hello,\n\nthis came back:\n\n" + POSTFIX + "\nRegards, Alice",
        POSTFIX.replace("\n", "\r\n"),
        OUTLOOK_HEAD + POSTFIX,
        "\n".join("> " + line for line in (APPLE_HEAD + POSTFIX).split("\n")),
        GMAIL_HEAD + GMAIL,
        APPLE_HEAD + GMAIL,
        GMAIL_PT_IN_OUTLOOK,
        GERMAN_HEAD + MICROSOFT_DE,
        MICROSOFT_DE,
        "It returns:\n\n<bob@example.org>: host mx.example.org[192.0.2.7] said: 550 5.1.1 user unknown",
        "> Final-Recipient: rfc822; bob@example.org\n> Action: failed\n> Status: 5.1.1\n"
        "> Diagnostic-Code: smtp; 550 unknown user",
    ],
)
def test_found(platform: Platform, text: str) -> None:
    report = read_pasted(text, platform)
    assert report is not None
    assert [(one.address, one.reason, one.smtp_reply) for one in report.recipients] == [
        ("bob@example.org", "no_such_user", 550)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "My mail to bob@example.org was not delivered. What now?",
        "Undeliverable mail is a pity. bob@example.org: please call.",
        "On Monday Bob wrote:\n> bob@example.org: see you at 550 Main Street",
        "Delivery failed for these orders:\n\n  bob@example.org\n\nThey will be sent again.",
        "From: Alice\nTo: Bob\n\nnothing failed here",
    ],
)
def test_nothing_found(platform: Platform, text: str) -> None:
    assert read_pasted(text, platform) is None
