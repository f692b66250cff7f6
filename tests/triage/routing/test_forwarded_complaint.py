"""A customer's complaint that is passed on: who writes it is on the other side."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from knowledge.vocabulary import Platform, ProblemKind
from triage.arrival import arrived
from triage.details.telling import listen
from triage.evidence.reader import read
from triage.routing.rules import all_votes

OSS = Platform("oss", "OSS")
FORWARD = """Please have a look.

From: {}
Sent: Tuesday, 17 November 2026 11:50
To: {}
Subject: my mails

{}
"""
BACK = "Whatever I send you comes back, your server refuses it."


@pytest.mark.parametrize(
    ("author", "to", "text", "votes"),
    [
        ("Bob <bob@forest.test>", "eva@joinery.test", BACK, 1),
        ("Bob from next door", "eva@joinery.test", "Minden levelem visszapattan.", 1),
        # our own people, mail to others, and other matters say nothing
        ("Ann <ann@joinery.test>", "eva@joinery.test", BACK, 0),
        ("Bob <bob@forest.test>", "carl@forest.test", BACK, 0),
        ("Bob <bob@forest.test>", "eva@joinery.test", "See you on Monday.", 0),
        ("Mail Delivery System <mailer-daemon@forest.test>", "eva@joinery.test", "It was returned.", 0),
    ],
)
def test_complaint(author: str, to: str, text: str, votes: int) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "eva@joinery.test", "help@desk.test", "FW: my mails"
    mail.set_content(FORWARD.format(author, to, text))
    found = all_votes(listen(arrived(read(mail.as_bytes(), "", OSS)[0], OSS)), ())
    named = [vote for vote in found if vote.evidence == "the forwarded mail"]
    assert [vote.problem for vote in named] == [ProblemKind.INBOUND_REJECTED] * votes
