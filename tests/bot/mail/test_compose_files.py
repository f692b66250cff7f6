"""Files that go along with a message: their bytes arrive as they were."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from bot.desk.types import Outgoing
from bot.mail.compose import Addressing, File, compose

AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ID = "<mt.3.7.x@help.test>"
CASE = Outgoing(
    id=7,
    ticket=3,
    channel="mail",
    to="support@platform.test",
    subject="Délai: a to b",
    text="The case: Küche\n",
    automatic=False,
    attempt=1,
    created_at=AT,
    kind="escalate",
)
PLAIN = b"From: a@b.test\r\nSubject: hi\r\n\r\nHello\r\n"
JSON = File("case-3.json", "application/json", b'{"schema": "mailtriage.dossier/1"}')


def _composed(*files: File, reply_to: str | None = None) -> tuple[bytes, EmailMessage]:
    raw = compose(CASE, Addressing("help@help.test", CASE.to, reply_to), ID, AT, files)
    return raw, message_from_bytes(raw, policy=policy.default)


@pytest.mark.parametrize(
    ("content", "kind", "encoding"),
    [
        (PLAIN, "message/rfc822", "7bit"),
        (PLAIN.replace(b"\r\n", b"\n"), "application/octet-stream", "base64"),
        (PLAIN + "ű\r\n".encode(), "application/octet-stream", "base64"),
        (PLAIN + b"x" * 999 + b"\r\n", "application/octet-stream", "base64"),
        (PLAIN + b"\x00\r\n", "application/octet-stream", "base64"),
        (PLAIN + b"bare\rreturn\r\n", "application/octet-stream", "base64"),
    ],
)
def test_a_mail_keeps_its_bytes(content: bytes, kind: str, encoding: str) -> None:
    raw, mail = _composed(JSON, File("mail-1.eml", "message/rfc822", content))
    assert mail.get_content_type() == "multipart/mixed"
    text, data, sent = mail.iter_parts()
    assert text.get_content().splitlines() == ["The case: Küche"]
    assert data.get_content() == JSON.content
    assert data.get_filename() == "case-3.json"
    assert (sent.get_content_type(), sent["Content-Transfer-Encoding"]) == (kind, encoding)
    if encoding == "7bit":
        assert content in raw
    else:
        got = sent.get_payload(decode=True)
        assert isinstance(got, bytes)
        assert hashlib.sha256(got).hexdigest() == hashlib.sha256(content).hexdigest()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_no_file_can_end_the_message() -> None:
    first = _composed(JSON)[1].get_boundary()
    assert first is not None
    nasty = PLAIN + f"\r\n--{first}--\r\n".encode()
    _, mail = _composed(JSON, File("nasty.eml", "message/rfc822", nasty))
    assert mail.get_boundary() != first
    assert len(list(mail.iter_parts())) == 3


def test_a_name_cannot_bring_in_fields() -> None:
    raw, mail = _composed(File('x"\r\nBcc: all@x.test', "application/json", b"{}"))
    assert b"\r\nBcc:" not in raw
    assert [part.get_filename() for part in mail.iter_attachments()] == ["x___Bcc__all_x.test"]


@pytest.mark.parametrize("name", ["Rückläufer März.txt", "two words.txt", "日本.txt", "50%'s.txt"])
def test_a_name_keeps_its_letters(name: str) -> None:
    raw, mail = _composed(File(name, "text/plain", b"x"))
    assert [part.get_filename() for part in mail.iter_attachments()] == [name]
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_the_same_at_every_attempt() -> None:
    assert _composed(JSON)[0] == _composed(JSON)[0]


def test_where_the_answer_goes() -> None:
    assert _composed()[1]["Reply-To"] is None
    assert _composed(JSON, reply_to="help+t3-abc@help.test")[1]["Reply-To"] == "help+t3-abc@help.test"
