"""An answer as a mail: readable for people, safe as bytes, and the same for the same content."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.form.answer import Answer, SentFile, details_of
from bot.form.channel import take
from bot.form.mail import as_mail, text_of
from bot.form.times import read_time
from bot.web.form_words import words_in

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("requester", "sender"),
    [
        ("alice@example.org", "alice@example.org"),
        ("slack:U123", "form@help.test"),
        ("é@example.org", "form@help.test"),
        ('"a b"@example.org', "form@help.test"),
        ("a@example.org\r\nBcc: eve@example.net", "form@help.test"),
    ],
)
def test_the_sender_is_the_requester_where_that_is_an_address(requester: str, sender: str) -> None:
    raw = as_mail(Answer(), "Hello", number=1, requester=requester, domain="help.test", at=AT)
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert (mail["From"], mail["Bcc"]) == (sender, None)
    assert b"Date: Mon, 02 Mar 2026 09:00:00 -0000\r\n" in raw


def test_values_first_then_words_then_what_was_pasted() -> None:
    answer = Answer({"ndr": "550 5.1.1 no such user", "sender": "bob@example.com"}, None, "Thank you!")
    assert text_of(answer, words_in("en")) == (
        "- Sender of the mail: bob@example.com\n\nThank you!\n\n550 5.1.1 no such user\n"
    )


@pytest.mark.parametrize(
    "other",
    [
        {"values": {"sender": "eve@example.net"}},
        {"more": "x"},
        {"files": (SentFile("a.eml", b"2"),)},
        {"files": (SentFile("b.eml", b"1"),)},
    ],
    ids=str,
)
def test_another_content_is_another_answer(other: dict[str, object]) -> None:
    answer = Answer({"sender": "bob@example.com"}, None, "", (SentFile("a.eml", b"1"),))
    assert answer.digest() == replace(answer).digest()
    assert answer.digest() != replace(answer, **other).digest()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "place", "text", "at"),
    [
        ("2 March 2026, 8:05", "", "2 March 2026, 8:05", None),
        ("2 March 2026, 8:05 CET", "", "2 March 2026, 8:05 CET", "2026-03-02T08:05:00+01:00"),
        ("2 March 2026, 8:05 CET", "Asia/Tokyo", "2 March 2026, 8:05 CET", "2026-03-02T08:05:00+01:00"),
        (
            "1 March 2026, 8:05",
            "Asia/Tokyo",
            "1 March 2026, 8:05 (UTC+09:00)",
            "2026-03-01T08:05:00+09:00",
        ),
        ("yesterday", "Europe/Berlin", "yesterday (Europe/Berlin)", None),
        ("1 March 2026, 8:05", "Mars/Base", "1 March 2026, 8:05", None),
        ("1 July 2025, 8:05", "Europe/Berlin", "1 July 2025, 8:05 (UTC+02:00)", "2025-07-01T08:05:00+02:00"),
    ],
)
def test_a_time(written: str, place: str, text: str, at: str | None) -> None:
    told = read_time(written, place, None, AT)
    assert (told.text, told.at.isoformat() if told.at else None) == (text, at)
    found = details_of(Answer({"occurred_at": told.text}, told.at))
    assert found == ({"occurred_at": at} if at else {})


def test_a_help_address_that_is_not_ascii_is_no_hindrance(bench: Bench) -> None:
    bench.set(help_address=("help@b\u00fccher.example",))
    bench.mail()
    bench.work()
    receipt = take(bench.desk, 1, 0, Answer(more="Thank you!"), words_in("en"))
    assert b"form@" in bench.desk.raw.get(receipt.sha256)
