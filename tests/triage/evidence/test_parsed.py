from __future__ import annotations

import email
import email.policy
from pathlib import Path

import pytest

from triage.evidence.limits import MAX_BYTES
from triage.evidence.parameters import parse_parameters
from triage.evidence.parsed import parse

MIXED = """From: a@example.org
Content-Type: multipart/mixed; boundary="x"

preamble
--x
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Gr=C3=BC=C3=9Fe
--x
Content-Type: application/pdf; name="a.pdf"
Content-Transfer-Encoding: base64

JVBERi0=
--x--
epilogue
"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_parts_with_any_line_end(end: str) -> None:
    mail = parse(MIXED.replace("\n", end).encode())
    assert [part.content_type for part in mail.parts] == ["multipart/mixed", "text/plain", "application/pdf"]
    assert mail.text == "Grüße"
    assert mail.parts[2].content == b"%PDF-"
    assert mail.parts[2].filename == "a.pdf"
    assert mail.problems == ()


def test_header_fields() -> None:
    mail = parse(
        b"From x@y Mon Jan  1 10:00:00 2024\nSubject: =?utf-8?Q?=C3=84?=\n b\nX-A:1\nX-a: 2\nTo : c\n\nbody"
    )
    assert mail.header("subject") == "Ä b"
    assert mail.headers("x-a") == ["1", "2"]
    assert mail.header("To") == "c"
    assert mail.header("Cc") is None
    assert mail.raw_headers("Subject") == ["=?utf-8?Q?=C3=84?= b"]


def test_a_header_that_ends_in_prose() -> None:
    mail = parse(b"Subject: x\nthis is no field\nFrom: a@example.org\n\nbody\n")
    assert mail.header("From") is None
    assert mail.text.startswith("this is no field")
    assert mail.problems == ("the header ends in a line that is no header field",)


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"Content-Type: multipart/mixed\n\nx", "without a boundary"),
        (b"Content-Type: multipart/mixed; boundary=q\n\nx", "never comes"),
        (b"Content-Type: multipart/mixed; boundary=q\n\n--q\n\nx", "not closed"),
        (b"Content-Type: multipart/mixed; boundary=q\n\n" + b"--q\n\na\n" * 300, "more than 200 parts"),
        (b"X: y\n" * 1_001 + b"\n", "more than 1,000 header fields"),
        (b"To: " + b"a" * 70_000 + b"\n\n", "header field To is longer than 64 kB"),
        (b"Subject: " + b"=?utf-8?q?a?= " * 200 + b"\n\n", "decoded up to 4 kB"),
        (b"A: b\n\n" + b"x" * MAX_BYTES, "larger than 25 MB"),
    ],
)
def test_what_is_wrong_is_said(raw: bytes, problem: str) -> None:
    assert any(problem in said for said in parse(raw).problems)


def test_parts_nested_a_thousand_deep() -> None:
    raw = b"deep"
    for level in range(1_000):
        raw = b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n%s\n--b%d--\n" % (
            level,
            level,
            raw,
            level,
        )
    mail = parse(b"From: a@example.org\n" + raw)
    assert "parts nested more than 20 deep: the rest was not read" in mail.problems
    assert len(mail.parts) == 21


@pytest.mark.parametrize(
    ("value", "kind", "parameters"),
    [
        ("text/plain", "text/plain", {}),
        ("TEXT/Plain; Charset=UTF-8 (yes)", "text/plain", {"charset": "UTF-8 (yes)"}),
        ('a/b; x="p;q\\"r"; y=z', "a/b", {"x": 'p;q"r', "y": "z"}),
        ("a/b; name*=utf-8''%C3%84.txt", "a/b", {"name": "Ä.txt"}),
        ("a/b; name*0=one; name*1=two", "a/b", {"name": "onetwo"}),
        ("attachment", "attachment", {}),
    ],
)
def test_parameters(value: str, kind: str, parameters: dict[str, str]) -> None:
    assert parse_parameters(value) == (kind, parameters)


def test_agrees_with_the_standard_library(samples: Path) -> None:
    """Where the standard library finds parts, they are found here, with the same types, on real mail."""
    files = sorted((samples / "ndr" / "set-of-emails").glob("*.eml"))[:120]
    assert files
    differing = []
    for path in files:
        raw = path.read_bytes()
        theirs = email.message_from_bytes(raw, policy=email.policy.compat32)
        flat = [part.get_content_type() for part in _open_parts(theirs)]
        ours = [part.content_type for part in parse(raw).parts]
        if flat != ours:
            differing.append((path.name, flat, ours))
    assert len(differing) <= len(files) // 20, differing


def _open_parts(message: email.message.Message) -> list[email.message.Message]:
    """The parts without what is within attached mail, as `ParsedMail.parts` has them."""
    found = [message]
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        payload = message.get_payload()
        assert isinstance(payload, list)
        for child in payload:
            assert isinstance(child, email.message.Message)
            found += _open_parts(child)
    return found
