"""The search: the article that answers is among the first three, whatever the language."""

from __future__ import annotations

import pytest

from knowledge.library import load_library
from knowledge.search import Search

LIBRARY = load_library()
SEARCH = Search(LIBRARY.articles, LIBRARY.problems)


@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("spam folder full", "junk-is-expected"),
        ("how do I unsubscribe", "unsubscribe-or-not"),
        ("too many newsletters", "newsletters"),
        ("recipient mailbox is full", "mailbox-full"),
        ("user unknown", "no-such-user"),
        ("attachment too large", "too-large"),
        ("relay access denied", "relay-denied"),
        ("reverse DNS of our server", "fix-ptr"),
        ("repair spf record", "fix-spf"),
        ("DKIM selector key", "fix-dkim"),
        ("dmarc policy", "fix-dmarc"),
        ("mx record wrong", "fix-mx"),
        ("get headers in gmail", "headers-gmail"),
        ("headers thunderbird", "headers-thunderbird"),
        ("headers apple mail", "headers-apple-mail"),
        ("headers outlook on the web", "headers-new-outlook-owa"),
        ("save message as eml", "export-message"),
        ("score 3.8 but in junk", "scl-rounding"),
        ("score X allow list", "allow-listed-score"),
        ("delist our own IP", "delist-own-ip"),
        ("your ip is blacklisted", "our-ip-listed"),
        ("password entered on phishing page", "account-compromised"),
        ("boss impersonated", "spoofed-mail"),
        ("thousands of spam mails per minute", "spam-flood"),
        ("daily sending limit reached", "sending-refused"),
        ("Spam-Ordner voll", "junk-is-expected"),
        ("Newsletter abbestellen", "newsletters"),
        ("Postfach voll", "mailbox-full"),
        ("Mail kommt zu spät", "delayed-mail"),
        ("Passwort auf falscher Seite eingegeben", "account-compromised"),
        ("Kopfzeilen in Gmail", "headers-gmail"),
        ("hogyan iratkozzam le", "unsubscribe-or-not"),
        ("nem érkezett meg a levél", "missing-mail"),
        ("boîte pleine", "mailbox-full"),
        ("me désabonner", "unsubscribe-or-not"),
        ("lista negra ip", "our-ip-listed"),
        ("correo que no llega", "missing-mail"),
        ("casella violata", "account-compromised"),
        ("mail komt te laat", "delayed-mail"),
        ("folder spam pełny", "junk-is-expected"),
        ("caixa de saída", "sending-refused"),
    ],
)
def test_the_answer_is_among_the_first_three(question: str, slug: str) -> None:
    assert slug in [found.slug for found in SEARCH.find(question, limit=3)]


@pytest.mark.parametrize(
    "question", ["", "   ", "the", '"', "* OR NOT (", "a" * 100_000, "NEAR(1 2)", "\x00", "🎫"]
)
def test_whatever_is_typed_is_words_and_never_an_error(question: str) -> None:
    assert all(found.slug in LIBRARY.articles for found in SEARCH.find(question))


def test_the_best_comes_first() -> None:
    scores = [found.score for found in SEARCH.find("spam")]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) > 3
