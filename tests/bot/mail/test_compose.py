"""What an outgoing message looks like."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from bot.desk.types import Outgoing
from bot.mail.compose import MAX_REFERENCES, Addressing, chain, compose, subject_of
from triage.replies.sentences import sentence

AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
OUTGOING = Outgoing(
    id=7,
    ticket=3,
    channel="mail",
    to="alice@customer.test",
    subject="My mail came back",
    text="Hello Alice,\n\nthe address is wrong.\n",
    automatic=False,
    attempt=1,
    created_at=AT,
    in_reply_to="<q2@customer.test>",
    references=("<q1@customer.test>", "<q2@customer.test>"),
)
ADDRESSING = Addressing("help@help.test", "alice@customer.test")


def composed(outgoing: Outgoing) -> EmailMessage:
    raw = compose(outgoing, ADDRESSING, "<mt.3.7.x@help.test>", AT)
    assert b"\n" not in raw.replace(b"\r\n", b"")
    return message_from_bytes(raw, policy=policy.default)


def test_the_thread_is_kept() -> None:
    mail = composed(OUTGOING)
    assert mail["In-Reply-To"] == "<q2@customer.test>"
    assert mail["References"].split() == ["<q1@customer.test>", "<q2@customer.test>"]
    assert mail["Message-ID"] == "<mt.3.7.x@help.test>"
    assert mail["Subject"] == "Re: My mail came back [#3]"
    assert mail["Date"].datetime == AT
    assert text_of(mail) == OUTGOING.text
    assert mail["Auto-Submitted"] is None


def test_automatic_mail_says_so_and_repeats_nothing() -> None:
    mail = composed(replace(OUTGOING, automatic=True, subject="buy my pills"))
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert "pills" not in str(mail["Subject"])
    assert "[#3]" in str(mail["Subject"])


@pytest.mark.parametrize(
    ("language", "subject"), [("en", "Your request"), ("nl", "Uw aanvraag"), ("pl", "Państwa zgłoszenie")]
)
def test_automatic_mail_has_its_subject_in_the_language_of_its_text(language: str, subject: str) -> None:
    text = f"{sentence(language, 'frame.hello')}\n\n{sentence(language, 'ask.opening')}\n"
    mail = composed(replace(OUTGOING, automatic=True, text=text))
    assert subject in str(mail["Subject"])


def text_of(mail: EmailMessage) -> str:
    return str(mail.get_content()).replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("subject", "answers", "becomes"),
    [
        ("Help", True, "Re: Help [#3]"),
        ("Re: Help", True, "Re: Help [#3]"),
        ("AW: Re: RE: Help [#3]", True, "Re: Help [#3]"),
        ("Re: [#3] Help [#3]", True, "Re: Help [#3]"),
        ("Help [#4]", True, "Re: Help [#4] [#3]"),
        ("Help", False, "Help [#3]"),
        ("", True, "Re: [#3]"),
        ("Help\r\nBcc: eve@evil.test", True, "Re: Help Bcc: eve@evil.test [#3]"),
        ("a\x00b\u2028c", True, "Re: a b c [#3]"),
    ],
)
def test_subject(subject: str, answers: bool, becomes: str) -> None:
    outgoing = replace(OUTGOING, subject=subject, in_reply_to="<q@customer.test>" if answers else None)
    assert subject_of(outgoing) == becomes


@pytest.mark.parametrize(
    "subject",
    ["Help\r\nBcc: eve@evil.test", "Grüße " * 60, "x" * 500, "日本語の件名" * 30, "a\nb: c\r\n\r\nbody"],
)
def test_no_subject_adds_a_field_or_a_body(subject: str) -> None:
    mail = composed(replace(OUTGOING, subject=subject))
    assert mail["Bcc"] is None
    assert text_of(mail) == OUTGOING.text
    assert not mail.defects


@pytest.mark.parametrize(
    "text",
    [
        "Grüße aus Köln",
        "." * 3,
        "x" * 5000,
        "From here\nFrom there",
        "a\r\nb\rc",
        "tail  \nspace ",
        "日本\n" * 50,
    ],
)
def test_the_text_comes_back(text: str) -> None:
    wanted = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"
    assert text_of(composed(replace(OUTGOING, text=text))) == wanted


def test_long_message_ids_stay_whole() -> None:
    ids = tuple(f"<{'x' * 120}{number}@mail.customer.test>" for number in range(5))
    mail = composed(replace(OUTGOING, references=ids, in_reply_to=ids[-1]))
    assert tuple(mail["References"].split()) == ids
    assert mail["In-Reply-To"] == ids[-1]


@pytest.mark.parametrize(
    ("references", "answered", "becomes"),
    [
        ((), (), ()),
        ((), ("<b@x>",), ("<b@x>",)),
        (("<a@x>", "<b@x>", "<a@x>"), ("<b@x>",), ("<a@x>", "<b@x>")),
        (("no id", "<bad id@x>", "<a@x>\r\nBcc: e@x"), ("<b@x>",), ("<a@x>", "<b@x>")),
    ],
)
def test_chain(references: tuple[str, ...], answered: tuple[str, ...], becomes: tuple[str, ...]) -> None:
    assert chain(references, answered) == becomes


def test_a_long_chain_keeps_its_root_and_its_end() -> None:
    ids = tuple(f"<{number}@x>" for number in range(100))
    kept = chain(ids, ("<last@x>",))
    assert len(kept) == MAX_REFERENCES
    assert kept[0] == "<0@x>"
    assert kept[-1] == "<last@x>"
