"""The classifier of the package, on tickets that nobody learnt from."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.library import load_library
from knowledge.vocabulary import ProblemKind, Route
from triage.routing.classifier import LinearClassifier
from triage.routing.features import MAX_CHARS, features
from triage.routing.train import load_or_train


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> LinearClassifier:
    data: Path = tmp_path_factory.mktemp("data")
    return load_or_train(data, load_library())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Why is my spam folder so full, every day 70 new ones in there?", Route.JUNK_EXPECTED),
        ("Please take me off the mailing list of a garden shop where I ordered once", Route.NEWSLETTER),
        (
            "My mail to a lawyer came back: their server says the user does not exist",
            Route.THIRD_PARTY_REJECT,
        ),
        ("Thank you, the problem is solved, you may close the ticket", Route.NOT_A_TICKET),
        ("A parcel notice that I expect was sent on Monday but never arrived", ProblemKind.MISSING_MAIL),
        ("The newsletter that I subscribed to never arrives any more, I want it", ProblemKind.MISSING_MAIL),
        ("When I press send Outlook says relay denied, receiving is fine", ProblemKind.OUTBOUND_REFUSED),
        ("Clients who write to us get a bounce from your server", ProblemKind.INBOUND_REJECTED),
        ("I typed my password on a fake page", ProblemKind.ACCOUNT_COMPROMISED),
        ("Mein Spam-Ordner ist ständig voll mit Werbung für Pillen", Route.JUNK_EXPECTED),
        ("Mails kommen seit gestern mit vier Stunden Verspätung an", ProblemKind.DELAYED),
        (
            "A vevőink nem tudnak nekünk írni, hibaüzenetet kapnak a szerveretektől",
            ProblemKind.INBOUND_REJECTED,
        ),
        ("Des milliers de spams par minute sur toutes nos boîtes", ProblemKind.SPAM_FLOOD),
        ("Alguien envía correos desde mi cuenta, están en enviados", ProblemKind.ACCOUNT_COMPROMISED),
        ("Le mail dei fornitori finiscono nello spam per errore", ProblemKind.JUNKED_WRONGLY),
        ("Ik krijg spam in mijn postvak in, het filter laat het door", ProblemKind.SPAM_RECEIVED),
        ("Nie mogę wysyłać poczty, od razu błąd serwera", ProblemKind.OUTBOUND_REFUSED),
        ("Recebi um email do meu próprio endereço a pedir dinheiro", ProblemKind.SPOOFED),
    ],
)
def test_a_plain_ticket_is_read_right(
    words: LinearClassifier, text: str, expected: Route | ProblemKind
) -> None:
    said = words.read(text)
    if isinstance(expected, Route):
        assert max(said.routes, key=lambda key: said.routes[key]) is expected
    else:
        assert max(said.routes, key=lambda key: said.routes[key]) is Route.REAL_ISSUE
        assert max(said.problems, key=lambda key: said.problems[key]) is expected


@pytest.mark.parametrize("text", ["", "   ", "🎫🎫🎫", "\x00", "a" * 1_000_000, "x " * 100_000, "@" * 5000])
def test_any_text_gives_probabilities(words: LinearClassifier, text: str) -> None:
    said = words.read(text)
    assert sum(said.routes.values()) == pytest.approx(1.0)
    assert sum(said.problems.values()) == pytest.approx(1.0)
    assert set(said.routes) == set(Route) and set(said.problems) == set(ProblemKind)


def test_nothing_said_is_nothing_sure(words: LinearClassifier) -> None:
    said = words.read("")
    assert said.telling == ()
    assert max(said.problems.values()) < 0.7


def test_the_telling_words_are_words_of_the_text(words: LinearClassifier) -> None:
    telling = words.read("I never received the invoice that they sent").telling
    assert telling
    assert all(word in "i never received the invoice that they sent" for word in telling)


def test_only_the_beginning_is_read() -> None:
    start = "no mail since friday. " * 200
    assert features(start + "unsubscribe") == features(start)
    assert len(start) > MAX_CHARS
