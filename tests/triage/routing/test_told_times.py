"""Two clock times in words: when a mail left and when it came."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from knowledge.vocabulary import Platform, ProblemKind
from triage.arrival import arrived
from triage.details.telling import listen
from triage.evidence.reader import read
from triage.routing.rules.told_times import votes

PLATFORM = Platform("oss", "OSS")


@pytest.mark.parametrize(
    ("text", "is_late"),
    [
        ("The quote was sent 9:05 today and got here at 12:40.", True),
        ("Um 9:05 Uhr abgeschickt, in der Werkstatt war die Mail um 12:40.", True),
        ("A levelet 9:05-kor küldték, nálunk 12:40-kor lett meg.", True),
        ("Le devis est parti à 9 h 05 et arrivé à 12 h 40.", True),
        ("Salió a las 9:05 y me entró a las 12:40.", True),
        ("Spedita alle 9:05, arrivata alle 12:40.", True),
        ("Het bericht is om 9:05 verstuurd en kwam pas om 12:40 binnen.", True),
        ("List wysłany o 9:05 dotarł do nas o 12:40.", True),
        ("O orçamento foi enviado às 9:05 e chegou às 12:40.", True),
        # a few minutes, one time, nothing that came, or nothing that left
        ("It was sent 9:05 and arrived 9:07.", False),
        ("He sent it at 9:05 and it has not arrived.", False),
        ("It was sent at 9:05; we open at 12:40.", False),
        ("It was sent at 9:05 and had not arrived at 12:40.", False),
        ("The shop opens at 9:05, the goods arrived at 12:40.", False),
    ],
)
def test_left_and_came(text: str, is_late: bool) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "eva@joinery.test", "help@desk.test", "mail"
    mail["Date"] = "Wed, 18 Nov 2026 15:00:00 +0100"
    mail.set_content(text)
    found = list(votes(listen(arrived(read(mail.as_bytes(), "", PLATFORM)[0], PLATFORM)), ()))
    assert [vote.problem for vote in found] == ([ProblemKind.DELAYED] if is_late else [])
