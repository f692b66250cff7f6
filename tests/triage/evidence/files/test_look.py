"""A file of a mail: what it is called, what it is, and what to beware of."""

from __future__ import annotations

import hashlib
from email.message import EmailMessage

import pytest

from knowledge.vocabulary import Platform
from tests.triage.evidence.files.test_kinds import compound, dos, zipped
from triage.evidence.files.extract import extract
from triage.evidence.files.look import differs, look
from triage.evidence.reader import read
from triage.evidence.sandbox import Sandbox

PDF, TEXT, PROGRAM = b"%PDF-1.7\n", b"Good day.\n", dos(b"PE\0\0")
WORD = ("[Content_Types].xml", "word/document.xml")
OCTETS = "application/octet-stream"


@pytest.mark.parametrize(
    ("name", "declared", "content", "warnings"),
    [
        ("a.pdf", "application/pdf", PDF, []),
        ("a.pdf", OCTETS, PDF, []),
        ("a.pdf", "image/png", PDF, ["other_type"]),
        ("a.pdf", "application/pdf", PROGRAM, ["program", "other_type"]),
        ("a", OCTETS, PROGRAM, ["program"]),
        (None, OCTETS, PROGRAM, ["program"]),
        ("a.js", "text/plain", TEXT, ["program"]),
        ("a.bat. ", "text/plain", TEXT, ["program"]),
        ("a.pdf.exe", OCTETS, PROGRAM, ["program", "disguised"]),
        ("a.pdf      .scr", OCTETS, PROGRAM, ["program", "disguised"]),
        ("report          .exe", OCTETS, PROGRAM, ["program", "disguised"]),
        ("a\u202efdp.exe", OCTETS, PROGRAM, ["program", "disguised"]),
        ("a.tar.gz", "application/gzip", TEXT, []),
        ("version 1.2.exe", OCTETS, PROGRAM, ["program"]),
        ("Mail from example.com", "message/rfc822", b"From: a@b.test\nTo: c@d.test\nSubject: x\n\nx", []),
        ("a.docx", "application/msword", zipped(*WORD), []),
        ("a.docx", OCTETS, zipped(*WORD, "word/vbaProject.bin"), ["macros"]),
        (
            "a.doc",
            "application/msword",
            compound("WordDocument") + "_VBA_PROJECT".encode("utf-16-le"),
            ["macros"],
        ),
        ("a.xlsx", OCTETS, compound("EncryptedPackage"), ["encrypted"]),
        ("a.zip", "application/x-zip-compressed", zipped("a.txt"), []),
        ("a.zip", "application/zip", zipped("a.txt", "invoice.pdf.exe"), ["holds_program"]),
        ("a.zip", "application/zip", zipped("b.zip"), ["holds_archive"]),
        ("a.zip", "application/zip", zipped("b.txt")[:-10], ["damaged"]),
        ("a.xls", "application/vnd.ms-excel", b"a;b\n1;2\n", []),
        ("a.xls", "application/vnd.ms-excel", b"<html><table>", ["other_type"]),
    ],
)
def test_a_file_is_told_by_its_bytes(
    name: str | None, declared: str, content: bytes, warnings: list[str]
) -> None:
    found = look(name, declared, content)
    assert list(found.warnings) == warnings
    assert (found.content_type, found.size) == (declared, len(content))
    assert found.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("declared", "found", "true"),
    [
        ("image/jpg", "image/jpeg", False),
        ("image/jpeg", "image/png", True),
        ("text/csv", "text/plain", False),
        ("text/plain", "text/html", False),
        ("application/json", "text/plain", False),
        ("application/x-own", "text/plain", False),
        ("image/png", "text/plain", True),
        ("application/pdf", "text/html", True),
        ("application/vnd.own+zip", "application/zip", False),
        ("application/pdf", "application/zip", True),
        ("application/pdf", None, False),
        (OCTETS, "application/pdf", False),
        ("multipart/signed", "message/rfc822", False),
        ("application/vnd.ms-excel", "application/x-ole-storage", False),
        ("image/png", "application/msword", True),
    ],
)
def test_only_a_real_difference_counts(declared: str, found: str | None, true: bool) -> None:
    assert differs(declared, found) is true


def mail_with(*files: tuple[str, bytes]) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "help@example.org", "x"
    mail.set_content("See there.")
    for name, content in files:
        mail.add_attachment(content, "image", "png", filename=name)
    return mail.as_bytes()


def test_a_mail_lists_its_files_and_gives_one_back() -> None:
    raw = mail_with(("a.png", PDF), ("b.zip", zipped("c.txt")))
    (evidence,) = read(raw, "mail.eml", Platform("", ""))
    first, second = evidence.attachments
    assert (first.found_type, first.warnings) == ("application/pdf", ("other_type",))
    assert ([item.name for item in second.members], second.member_count) == (["c.txt"], 1)
    assert extract(raw, first.sha256) == PDF
    assert extract(b"From alice Mon Mar  2 09:00:00 2026\n" + raw, second.sha256) == zipped("c.txt")
    assert extract(raw, "0" * 64) is None


def test_the_sandbox_gives_one_back_too() -> None:
    raw = mail_with(("a.png", bytes(range(256)) * 4096))
    with Sandbox(1) as sandbox:
        (evidence,) = sandbox.read(raw, "mail.eml", Platform("", ""))
        (file,) = evidence.attachments
        assert sandbox.extract(raw, file.sha256) == bytes(range(256)) * 4096
        assert sandbox.extract(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", file.sha256) is None
        assert sandbox.read(raw, "mail.eml", Platform("", ""))[0].attachments == (file,)
