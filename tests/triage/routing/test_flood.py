"""When does spam count as a flood? By how many there are, and how many there used to be."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from knowledge.vocabulary import Platform, ProblemKind
from triage.arrival import arrived
from triage.details.telling import listen
from triage.evidence.reader import read
from triage.routing.rules import all_votes

OSS = Platform("oss", "OSS")


@pytest.mark.parametrize(
    ("text", "problem", "weight"),
    [
        ("I usually get 2 spam mails a day, now 30 a day.", ProblemKind.SPAM_RECEIVED, 1.2),
        ("I usually get 2 spam mails a day, now 150 a day.", ProblemKind.SPAM_FLOOD, 0.8),
        ("I usually get 2 spam mails a day, now 600 a day.", ProblemKind.SPAM_FLOOD, 3.0),
        ("I usually get 3 spam mails a day, now 2.800 a day.", ProblemKind.SPAM_FLOOD, 8.0),
        # thousands of something else are no flood, and a year is no number of mails
        ("Usually I see 3 orders a day, now 2.800 a day are missing.", ProblemKind.SPAM_FLOOD, 0.8),
        ("I usually get 300 spam mails a day, now 2.800 a day.", ProblemKind.SPAM_RECEIVED, 1.2),
    ],
)
def test_flood(text: str, problem: ProblemKind, weight: float) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "eva@joinery.test", "help@desk.test", "so many"
    mail.set_content(text)
    votes = all_votes(listen(arrived(read(mail.as_bytes(), "", OSS)[0], OSS)), ())
    assert [(vote.problem, vote.weight) for vote in votes if vote.reason.startswith("it rose")] == [
        (problem, weight)
    ]


def test_a_year_is_no_number_of_mails() -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "eva@joinery.test", "help@desk.test", "level"
    mail.set_content(
        "A 2026. november 18-\u00e1n 10 \u00f3ra 52 perckor k\u00fcld\u00f6tt lev\u00e9l nem \u00e9rkezett."
    )
    votes = all_votes(listen(arrived(read(mail.as_bytes(), "", OSS)[0], OSS)), ())
    assert not [vote for vote in votes if vote.reason.startswith("it rose")]
