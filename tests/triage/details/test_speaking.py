"""Which language does a requester read who wrote few words, or none?"""

from __future__ import annotations

import pytest

from knowledge.library import load_library
from triage.arrival import arrived
from triage.details.telling import Telling, listen
from triage.evidence.reader import read

NOTICE = """This is the mail system at host relay.example.org.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

<bob@example.net>: host mx.example.net[192.0.2.7] said:
    550 5.1.1 <bob@example.net>: unknown user (in reply to RCPT TO command)
"""
BOUNCE = "Fwd: Undelivered Mail Returned to Sender"


def _heard(subject: str, text: str, address: str, header: str) -> Telling:
    lines = [f"From: {address}", "To: help@desk.example", f"Subject: {subject}", "MIME-Version: 1.0", header]
    lines += ["Content-Type: text/plain; charset=utf-8", "", text]
    mail = "\r\n".join(line for line in lines[:5] if line) + "\r\n" + "\r\n".join(lines[5:])
    platform = load_library(None).platform("oss")
    return listen(arrived(read(mail.encode(), "mail.eml", platform)[0], platform))


@pytest.mark.parametrize(
    ("subject", "text", "address", "header", "expected"),
    [
        (BOUNCE, NOTICE + "\nobrigada", "ana@shop.example", "", "pt"),
        (BOUNCE, NOTICE + "\nköszönöm", "ana@shop.example", "", "hu"),
        (BOUNCE, "Mi ez?\n\n" + NOTICE, "ana@shop.example", "", "hu"),
        ("Fw: sikertelen levél", "Mi ez? Nem ment ki.\n\n" + NOTICE, "ana@shop.example", "", "hu"),
        (BOUNCE, NOTICE, "ana@shop.nl", "", "nl"),
        (BOUNCE, NOTICE, "ana@shop.com.br", "", "pt"),
        (BOUNCE, NOTICE, "ana@shop.ch", "", None),
        (BOUNCE, NOTICE, "ana@shop.ch", "Content-Language: de-CH", "de"),
        (BOUNCE, NOTICE, "ana@shop.fr", "Content-Language: en-US", "fr"),
        (BOUNCE, NOTICE, "ana@shop.ch", "Accept-Language: fr-CH, en-US", "fr"),
        (BOUNCE, "Please help, what is this?\n\n" + NOTICE, "ana@shop.de", "Content-Language: de-DE", "en"),
        ("WG: Undelivered Mail Returned to Sender", NOTICE, "ana@shop.example", "", "de"),
        ("Why did this come back?", "See below.", "ana@shop.it", "", "en"),
        ("Dotaz", "Dobrý den, od včerejška mi nechodí žádné zprávy, můžete se podívat?", "a@b.pl", "", None),
    ],
)  # fmt: skip
def test_speaks(subject: str, text: str, address: str, header: str, expected: str | None) -> None:
    assert _heard(subject, text, address, header).speaks == expected
