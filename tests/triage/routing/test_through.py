"""Labelled tickets, read from both kinds of folders, and judged by the whole pipeline."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import KnowledgeError
from knowledge.labelled import Example
from knowledge.library import load_library
from knowledge.vocabulary import ProblemKind, Route
from triage.evidence.reader import read
from triage.routing.through import DATE, Given, Labelled, as_mail, guess, read_folder
from triage.tools.clock import SystemClock
from triage.tools.protocols import Tools, WordsSay
from triage.tools.resolver import OfflineResolver

CASES = Path(__file__).parents[2] / "cases"
MISSING = Given(
    WordsSay(
        {route: 0.96 if route is Route.REAL_ISSUE else 0.01 for route in Route},
        {kind: 0.9 if kind is ProblemKind.MISSING_MAIL else 0.01 for kind in ProblemKind},
    )
)


def judged(example: Example, raw: bytes | None = None) -> tuple[Route, ProblemKind | None, set[str]]:
    tools = Tools(OfflineResolver(), SystemClock(), MISSING)
    found = guess(Labelled(example, raw), MISSING, tools, load_library(), read)
    return found.route, found.problem, set(found.missing or ())


def ticket(text: str, **more: str) -> Example:
    return Example("t", "t", "en", "Lost", text, Route.REAL_ISSUE, ProblemKind.MISSING_MAIL, **more)  # type: ignore[arg-type]


def test_a_ticket_of_words_is_judged_as_its_mail_would_be() -> None:
    text = "sue@firm.example wrote to me yesterday at 9:05 am. It is not in Junk, I looked."
    route, problem, missing = judged(ticket(text, requester="tom@oakfield.example"))
    assert (route, problem) == (Route.REAL_ISSUE, ProblemKind.MISSING_MAIL)
    assert "sender" not in missing
    assert "sender" in judged(ticket("A mail was sent to me. It never came."))[2]


@pytest.mark.parametrize(
    ("subject", "requester", "date", "text"),
    [
        ("two\nlines: x", "a@example.org\nBcc: b@example.org", "", "plain"),
        ("half \ud83d", "é@example.org", "", "half \ud83d too"),
        ("", "", "Tue, 03 Mar 2026 09:00:00 +0100", ""),
    ],
)
def test_any_label_makes_a_mail(subject: str, requester: str, date: str, text: str) -> None:
    example = Example("t", "t", "en", subject, text, Route.NEWSLETTER, requester=requester, date=date)
    raw = as_mail(example)
    evidence = read(raw, "t.eml", load_library().platform("oss"))[0]
    assert evidence.header("Date") == (date or DATE)
    assert evidence.header("Bcc") is None


def test_a_folder_of_mails_is_read_with_its_labels() -> None:
    tickets = {one.example.id: one for one in read_folder(CASES, load_library(), read)}
    one = tickets["our-address-listed-hosted"]
    assert (one.example.route, one.example.problem) == (Route.REAL_ISSUE, ProblemKind.OUTBOUND_BOUNCED)
    assert one.example.missing == ("reseller_id", "authorized_user_id")
    assert one.raw == (CASES / "mail" / "our-address-listed-hosted.eml").read_bytes()
    assert judged(one.example, one.raw)[2] == {"reseller_id", "authorized_user_id"}


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ("[a]\nroute = 'newslettr'", "newslettr"),
        ("[a]\nroute = 'real_issue'", '"problem" belongs'),
        ("[b]\nroute = 'newsletter'", "there is no mail b.eml"),
        ("['../a']\nroute = 'newsletter'", "there is no mail"),
        ("[a", "expected.toml"),
        ("a = 3", "a should be a table"),
        ("[a]\nroute = 'newsletter'\nplatform = 'nope'", 'no platform "nope"'),
    ],
)
def test_a_wrong_label_is_named(tmp_path: Path, expected: str, said: str) -> None:
    (tmp_path / "a.eml").write_bytes(b"From: a@example.org\r\nSubject: Hi\r\n\r\nHello\r\n")
    (tmp_path / "expected.toml").write_text(expected, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=said):
        read_folder(tmp_path, load_library(), read)
