"""What all attached mail together may cost; and what is wrapped so that nothing can be read."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest

from knowledge.vocabulary import Platform
from triage.evidence.limits import MAX_MAILS, MAX_NESTED, MAX_NESTED_BYTES, MAX_SEARCHED_CHARS
from triage.evidence.reader import read
from triage.evidence.reading import Reading
from triage.model import Evidence

ReadOne = Callable[..., Evidence]

HEAD = b"From: a@example.org\nTo: b@example.net\nSubject: x\nDate: Mon, 2 Mar 2026 10:00:00 +0000\n"
LINE = b"<b@example.net>: host mx.example.net said: 550 5.1.1 No such user\n"


def _with_parts(*parts: tuple[bytes, bytes]) -> bytes:
    body = b"".join(b"--b\nContent-Type: %b\n\n%b\n" % part for part in parts)
    return HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + body + b"--b--\n"


@pytest.mark.parametrize(
    ("mails", "size", "said"),
    [
        (MAX_NESTED, 1, None),
        (MAX_NESTED + 5, 1, f"more than {MAX_NESTED} mails"),
        (2, MAX_NESTED_BYTES // 2, None),
        (5, MAX_NESTED_BYTES // 2, "come to more than 100 MB"),
    ],
)
def test_the_budget_of_mails(platform: Platform, mails: int, size: int, said: str | None) -> None:
    reading = Reading(platform)
    for _ in range(mails):
        reading.may_go_on(size)
    assert len(reading.problems) == (said is not None)
    assert said is None or said in reading.problems[0]


def test_text_that_is_searched_no_more(read_one: ReadOne) -> None:
    """Every text is short enough, all of them are too much; the first ones are read."""
    text = b"\n" + LINE + b"no word of any use here\n" * 5_000
    files = read_one(_with_parts(*[(b'text/plain; name="a.txt"', text)] * 100))
    assert 0 < len(files.nested) < 100
    mails = read_one(_with_parts(*[(b"message/rfc822", HEAD + text)] * 100))
    assert len(mails.nested) == 100
    for evidence in (files, mails):
        assert [MAX_SEARCHED_CHARS == 8_000_000, *("8,000,000" in one for one in evidence.problems)] == [
            True,
            True,
        ]


def test_mail_in_mail_that_comes_to_too_much(read_one: ReadOne) -> None:
    raw = (HEAD + b"Content-Type: message/rfc822\n\n") * 15 + HEAD + b"\n" + bytes(9 * 1024 * 1024)
    assert any("more than 100 MB" in problem for problem in read_one(raw).problems)


def test_a_mailbox_file_without_end(platform: Platform) -> None:
    one = b"From a@example.org Sat Nov 21 19:56:36 2026\nFrom: a@b.c\n\nx\n\n"
    found = read(one * (MAX_MAILS + 10), "", platform)
    assert len(found) == MAX_MAILS + 1
    assert found[-1].problems == ("more than 10,000 mails in one file: the rest was not read",)
    assert len(read(one * 10, "", platform)) == 10


TNEF = b"\x78\x9f\x3e\x22" + bytes(100)


@pytest.mark.parametrize(
    ("kind", "name", "content"),
    [
        (b"application/ms-tnef", b"winmail.dat", TNEF),
        (b"application/octet-stream", b"winmail.dat", TNEF),
        (b"application/octet-stream", b"part.eml", TNEF),
        (b"application/ms-tnef", b"part.txt", b"damaged"),
        (b"application/octet-stream", b"Winmail.dat", b"damaged"),
        (b"application/vnd.ms-tnef", b"", TNEF),
    ],
)
def test_what_outlook_wrapped(read_one: ReadOne, kind: bytes, name: bytes, content: bytes) -> None:
    declared = kind + (b'; name="%b"' % name if name else b"")
    declared += b"\nContent-Transfer-Encoding: base64"
    evidence = read_one(_with_parts((b"text/plain", b"see"), (declared, base64.encodebytes(content))))
    (problem,) = evidence.problems
    assert "(TNEF)" in problem
    assert "send the mail itself as .msg or .eml" in problem
    assert (name.decode().lower() or "an attachment") in problem
    assert evidence.nested == ()


def test_a_wrapping_alone(read_one: ReadOne) -> None:
    evidence = read_one(TNEF, "winmail.dat")
    assert evidence.kind == "unreadable"
    assert "send the mail as .msg or .eml" in evidence.problems[0]
