"""A newsletter that was forwarded by hand is known by its foot."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from knowledge.vocabulary import Platform, Route
from triage.arrival import arrived
from triage.details.telling import listen
from triage.evidence.reader import read
from triage.routing.rules import all_votes

OSS = Platform("oss", "OSS")
HEAD = """{}

---------- Forwarded message ---------
From: Garden World <news@garden.test>
Date: Mon, 9 Nov 2026 at 08:00
Subject: Bulbs
To: <eva@joinery.test>

All bulbs for less, today only.

{}
"""


@pytest.mark.parametrize(
    ("said", "foot", "weight"),
    [
        ("Can this go?", "You are receiving this email because you bought here. Unsubscribe", 2.5),
        ("Can this go?", "Uitschrijven | Voorkeuren", 1.5),
        ("Can this go?", "Garden World Ltd, 1 Long Lane", 0),
        ("This is a genuine mail that we want to get.", "Unsubscribe", 0),
    ],
)
def test_footer(said: str, foot: str, weight: float) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "eva@joinery.test", "help@desk.test", "Fwd: Bulbs"
    mail.set_content(HEAD.format(said, foot))
    votes = all_votes(listen(arrived(read(mail.as_bytes(), "", OSS)[0], OSS)), ())
    assert sum(vote.weight for vote in votes if vote.route is Route.NEWSLETTER) == weight
