"""What an outgoing message looks like."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.desk.types import Outgoing
from bot.mail.compose import MAX_REFERENCES, Addressing, chain, compose, subject_of
from bot.mail.question import Question, trimmed
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


def test_automatic_mail_has_the_subject_that_a_deployment_wrote(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "frame.toml").write_text('[subject]\nrequest = "Your Example Mail case"\n')
    text = "Hello,\n\nplease tell us the address that your mail was sent to, and when that was.\n"
    outgoing = replace(OUTGOING, automatic=True, text=text)
    assert subject_of(outgoing, (tmp_path,)) == "Re: Your Example Mail case [#3]"
    assert subject_of(replace(outgoing, automatic=False), (tmp_path,)) == "Re: My mail came back [#3]"


@pytest.mark.parametrize(
    ("language", "subject"), [("en", "Your request"), ("nl", "Uw aanvraag"), ("pl", "Państwa zgłoszenie")]
)
def test_automatic_mail_has_its_subject_in_the_language_of_its_text(language: str, subject: str) -> None:
    text = f"{sentence(language, 'frame.hello')}\n\n{sentence(language, 'ask.opening')}\n"
    mail = composed(replace(OUTGOING, automatic=True, text=text))
    assert subject in str(mail["Subject"])


def text_of(mail: EmailMessage) -> str:
    """The plain part, joined again as RFC 3676 says."""
    part = mail.get_body(("plain",))
    assert part is not None
    assert part.get_param("format") == "flowed"
    lines = str(part.get_content()).replace("\r\n", "\n").split("\n")
    plain = [line[1:] if line.startswith(" ") else line for line in lines]
    joined = "".join(line if line.endswith(" ") and line != "-- " else f"{line}\n" for line in plain)
    return joined.removesuffix("\n")


def html_of(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    assert part is not None
    return str(part.get_content())


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
        "> a quote of its own\n  a record that is longer than a line may be " + "x " * 60,
        "A sentence of many words. " * 30,
        "-- \nAnna",
        "日本\n" * 50,
    ],
)
def test_the_text_comes_back(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
    wanted = "\n".join(line if line == "-- " else line.rstrip(" ") for line in lines) + "\n"
    assert text_of(composed(replace(OUTGOING, text=text))) == wanted


def test_long_lines_are_broken_softly_and_records_are_not() -> None:
    record = "  v=spf1 " + "include:spf.example.org " * 8 + "-all"
    mail = composed(replace(OUTGOING, text="Some words that go on and on. " * 9 + "\n\n" + record))
    part = mail.get_body(("plain",))
    assert part is not None
    lines = str(part.get_content()).splitlines()
    assert max(len(line) for line in lines if "v=spf1" not in line) <= 78
    assert f" {record}" in lines


QUESTION = Question(
    "alice@customer.test", AT, "It <b>came</b> back.\n> older\n\nhttps://evil.test/?a=1&b=2\n" + "word " * 30
)


def test_the_question_stands_beneath() -> None:
    raw = compose(OUTGOING, ADDRESSING, "<mt.3.7.x@help.test>", AT, (), QUESTION)
    mail = message_from_bytes(raw, policy=policy.default)
    part = mail.get_body(("plain",))
    assert part is not None
    lines = str(part.get_content()).splitlines()
    at = lines.index("alice@customer.test, 2026-03-01 12:00 UTC:")
    assert lines[at + 1 : at + 4] == ["> It <b>came</b> back.", "> > older", ">"]
    assert all(line.startswith(">") and len(line) <= 78 for line in lines[at + 1 :])
    html = html_of(mail)
    assert "It &lt;b&gt;came&lt;/b&gt; back." in html.partition("<blockquote")[2]
    assert "<a " not in html  # a stranger's links are not for clicking on


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One\nline\n\nTwo & <three>", ["<p>One<br>\nline</p>", "<p>Two &amp; &lt;three&gt;</p>"]),
        ("Do this:\n\n- a\n- b", ["<ul>\n<li>a</li>\n<li>b</li>\n</ul>"]),
        ("Publish:\n\n  v=DMARC1; p=none\n", [">  v=DMARC1; p=none</pre>"]),
        (
            "See https://x.test/a?b=1&c=2.",
            ['<a href="https://x.test/a?b=1&amp;c=2">https://x.test/a?b=1&amp;c=2</a>.'],
        ),
        ('https://x.test/"onclick="a', ['<a href="https://x.test/">', "&quot;onclick=&quot;a"]),
        ("javascript:alert(1) ftp://x.test", ["<p>javascript:alert(1) ftp://x.test</p>"]),
    ],
)
def test_html_says_the_same(text: str, found: list[str]) -> None:
    html = html_of(composed(replace(OUTGOING, text=text)))
    assert all(words in html.replace("\r\n", "\n") for words in found), html
    assert 'content="light dark"' in html
    assert not re.search(r"[;\"](?:background|color):", html)


def test_a_case_for_another_desk_is_text_alone() -> None:
    mail = composed(replace(OUTGOING, kind="escalate"))
    assert mail.get_content_type() == "text/plain"


@pytest.mark.parametrize(
    ("text", "lines", "is_cut"),
    [("a\nb", 2, False), ("a\n" * 200, 41, True), ("x" * 9000, 2, True), ("\r\n a \r\n", 1, False)],
)
def test_a_long_question_is_trimmed(text: str, lines: int, is_cut: bool) -> None:
    found = trimmed(text)
    assert len(found.split("\n")) == lines
    assert found.endswith("[…]") is is_cut
    assert len(found) < 3100


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
