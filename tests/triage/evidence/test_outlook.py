from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from triage.evidence.rtf import read_rtf
from triage.model import Evidence

ReadOne = Callable[..., Evidence]


@pytest.mark.parametrize(
    ("rtf", "text", "is_html"),
    [
        (rb"{\rtf1\ansi hello\par world}", "hello\nworld", False),
        (rb"{\rtf1\ansi\ansicpg1252 Gr\'fc\'dfe}", "Grüße", False),
        (rb"{\rtf1\ansi\ansicpg1251 \'cf\'f0\'e8}", "При", False),
        (rb"{\rtf1{\fonttbl{\f0 A;}{\f1\fcharset128 B;}}\f1 \'93\'fa\'96\'7b}", "日本", False),
        (rb"{\rtf1\uc1 \u228?\u-10179?x}", "ä?x", False),
        (rb"{\rtf1 a\{b\}\\c\~d}", "a{b}\\c\u00a0d", False),
        (rb"{\rtf1{\*\generator X;}{\info{\title T}}text}", "text", False),
        (rb"{\rtf1\fromhtml1 {\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 one &amp; two\htmlrtf\par}\htmlrtf0 "
         rb"{\*\htmltag72 </p>}}",
         "<p>one &amp; two</p>", True),
        (rb"{\rtf1\fromhtml1 {\*\mhtmltag84 <a href=x>}{\*\htmltag84 <a href=y>}z{\*\htmltag92 </a>}}",
         "<a href=y>z</a>", True),
        (b"{" * 5_000 + b"x", "", False),
        (b"}" * 5_000 + b"x", "x", False),
        (b"", "", False),
    ],
)  # fmt: skip
def test_rtf(rtf: bytes, text: str, is_html: bool) -> None:
    assert read_rtf(rtf) == (text, is_html)


@pytest.mark.parametrize(
    ("name", "subject", "sender", "hops", "text"),
    [
        ("simple_test_msg.msg", "test message", "travis@overwrittenstack.com", 2, "This is a test message."),
        ("58214_with_attachment.msg", "Master mail", "bertrand.beyssac@c6.eu", 4, "Vestibulum orci purus"),
        ("ASCII_CP1251_LCID1049.msg", "Subject автоматически Subject", None, 0, "Body автоматически Body"),
        ("ASCII_UTF-8_CP1252_LCID1031.msg", "Subject öäü Subject", None, 0, "Body öäü Body"),
        ("HTMLBodyBinary_CP1251.msg", "Subject öäü Subject", None, 0, "HTML автоматически"),
        ("chinese-traditional.msg", "Alfresco MSG format testing ( MSG 格式測試 )", None, 0, "中文測試"),
        ("cyrillic_message.msg", "Автоматический ответ", "no-reply@niips.ru", 7, "Ваше сообщение"),
    ],
)
def test_items(
    samples: Path, read_one: ReadOne, name: str, subject: str, sender: str | None, hops: int, text: str
) -> None:
    evidence = read_one((samples / "msg" / "poi" / name).read_bytes(), name)
    assert evidence.kind == "message"
    assert (evidence.message.subject or "").startswith(subject)
    assert evidence.message.from_ == sender
    assert len(evidence.hops) == hops
    assert text in evidence.text


def test_an_item_within_an_item(samples: Path, read_one: ReadOne) -> None:
    evidence = read_one((samples / "msg" / "poi" / "58214_with_attachment.msg").read_bytes())
    (nested,) = evidence.nested
    assert (nested.kind, nested.message.subject) == ("message", "Test mail attachment")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("blank.msg", "a draft that was never sent"),
        ("quick.msg", "ask the recipient for the mail as it arrived"),
        ("attachment_msg_inlineImg.msg", "internally"),
        ("no_recipient_address.msg", "saved from the mailbox where it arrived"),
        ("msgClassAppointment.msg", "an appointment, not a mail"),
    ],
)
def test_why_there_is_no_header(samples: Path, read_one: ReadOne, name: str, why: str) -> None:
    evidence = read_one((samples / "msg" / "poi" / name).read_bytes())
    assert any(why in problem for problem in evidence.problems)


def test_many_recipients(samples: Path, read_one: ReadOne) -> None:
    evidence = read_one((samples / "msg" / "poi" / "lots-of-recipients.msg").read_bytes())
    assert len(evidence.message.to) > 1_000
    assert [nested.kind for nested in evidence.nested] == ["message"]
