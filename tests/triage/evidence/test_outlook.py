from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from oxmsg.storage import Storage, Stream

from knowledge.vocabulary import Platform, Reason
from triage.evidence.outlook import read_item
from triage.evidence.outlook_item import TOP, Item
from triage.evidence.outlook_report import is_report, read_outlook_report
from triage.evidence.reader import read, read_mail
from triage.evidence.reading import Reading
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


def _storage(path: str, texts: dict[int, str], *below: Storage) -> Storage:
    """A storage as it stands in a .msg file: Unicode properties, an empty property stream."""
    streams = [
        Stream(f"{path}/__substg1.0_{pid:04X}001F", text.encode("utf-16-le")) for pid, text in texts.items()
    ]
    streams.append(Stream(f"{path}/__properties_version1.0", struct.pack("<32x")))
    return Storage(path, tuple(streams), below)


@pytest.mark.parametrize(
    ("said", "status", "reason"),
    [
        ("<mx.example.net #5.1.1 smtp; 550 5.1.1 User unknown>", "5.1.1", Reason.NO_SUCH_USER),
        ("smtp; 552 5.2.2 mailbox is full", "5.2.2", Reason.MAILBOX_FULL),
        ("smtp; 550 User unknown", None, Reason.NO_SUCH_USER),
    ],
)
def test_outlooks_own_report(platform: Platform, said: str, status: str | None, reason: Reason) -> None:
    one = _storage(
        "__recip_version1.0_#00000000",
        {0x3001: "Nobody", 0x39FE: "nobody@example.net", 0x0C1B: said, 0x0C21: "mx.example.net"},
    )
    top = _storage(
        "",
        {
            0x001A: "REPORT.IPM.Note.NDR", 0x0037: "Undeliverable: Lunch", 0x0049: "Lunch",
            0x1046: "<1@example.org>", 0x6820: "mail.example.org",
        },
        one,
    )  # fmt: skip
    report = read_outlook_report(Item(top, TOP), "Your message did not reach some recipients.", platform)
    assert report is not None
    (recipient,) = report.recipients
    assert (recipient.address, recipient.action) == ("nobody@example.net", "failed")
    assert (recipient.status, recipient.reason) == (status, reason)
    assert recipient.remote_mta == "mx.example.net"
    assert report.reporting_mta == "mail.example.org"
    assert (report.original.subject, report.original.message_id) == ("Lunch", "<1@example.org>")


@pytest.mark.parametrize(
    ("message_class", "is_one"),
    [
        ("REPORT.IPM.Note.NDR", True),
        ("Report.IPM.Note.Delayed", True),
        ("IPM.Note", False),
        ("REPORT.IPM.Note.IPNRN", False),
    ],
)
def test_report_classes(message_class: str, is_one: bool) -> None:
    assert is_report(message_class) is is_one


def test_a_bounce_kept_as_an_ordinary_item(platform: Platform) -> None:
    header = (
        "Return-Path: <>\r\nFrom: Mail Delivery System <MAILER-DAEMON@mx.example.org>\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n"
    )
    text = (
        "This is the mail system at host mx.example.org.\r\n\r\n"
        "<nobody@example.net>: host mx.example.net[192.0.2.9] said: 550 5.1.1\r\n"
        "    User unknown (in reply to RCPT TO command)\r\n"
    )
    item = Item(_storage("", {0x001A: "IPM.Note", 0x007D: header, 0x1000: text}), TOP)
    evidence = read_item(item, Reading(platform), 0, read_mail)
    assert evidence.kind == "ndr" and evidence.ndr is not None
    assert [recipient.address for recipient in evidence.ndr.recipients] == ["nobody@example.net"]


def test_what_outlook_wrapped_within_an_item(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    file = _storage("a/__attach_version1.0_#00000000", {0x3707: "winmail.dat"})
    item = _storage("a", {0x001A: "IPM.Note", 0x0037: "Hello"}, file)
    monkeypatch.setattr("triage.evidence.compound.open_compound", lambda raw: item)
    (evidence,) = read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.msg", platform)
    assert evidence.message.subject == "Hello"
    assert "winmail.dat is Outlook's own wrapping" in evidence.problems[-1]
