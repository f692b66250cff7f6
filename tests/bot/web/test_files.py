"""Files of a message on the ticket: told by their bytes, and given out only as downloads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import pytest

from bot.desk.receive import receive
from bot.desk.types import Incoming, Source, StoredIntake
from bot.web.file_view import download_name, file_views, kind_words
from tests.stand_ins import InProcess
from tests.triage.evidence.files.test_kinds import dos, zipped
from triage.evidence.reader import read

PROGRAM = dos(b"PE\0\0")
PDF = b"%PDF-1.7\nhello"


@pytest.fixture
def files(bench: Any, app: Any) -> Iterator[tuple[Any, ...]]:
    """A ticket whose mail has a PDF that says it is a picture, a program, and an archive."""
    plain = bench.channel.read

    def with_files(intake: StoredIntake) -> Incoming:
        (evidence,) = read(intake.raw, "mail.eml", bench.desk.platform)
        incoming: Incoming = plain(intake)
        return replace(incoming, text="See there.", attachments=evidence.attachments)

    bench.channel.read = with_files
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "alice@example.org", "help@desk.test", "Files"
    mail["Message-ID"] = "<files@example.org>"
    mail.set_content("See there.")
    for name, content in (
        ("page <b>1</b>.png", PDF),
        ("in\u202efdp.exe", PROGRAM),
        ("all.zip", zipped("in.txt", "<i>.js")),
    ):
        mail.add_attachment(content, "image", "png", filename=name)
    receive(bench.desk, mail.as_bytes(), Source("mail", "files", "", ("help@desk.test",)))
    bench.work()
    app.extensions["mailtriage"] = replace(
        app.extensions["mailtriage"], desk=replace(bench.desk, sandbox=InProcess())
    )
    yield tuple(bench.view().messages[0].attachments)


def test_the_page_says_what_they_are(files: tuple[Any, ...], ada: Any) -> None:
    page = ada.get("/tickets/1")
    for words in (
        "PDF, 14 B",
        "Sent as <bdi>image/png</bdi>",
        "Windows program",
        "A program: do not run it. Its name hides what it is.",
        "ZIP archive",
        "2 inside",
        "A program is inside.",
        "&lt;i&gt;.js",
        files[0]["sha256"],
    ):
        assert words in page, words
    assert "\u202e" not in page
    assert "<b>1</b>" not in page


def test_a_file_is_a_download_and_nothing_else(files: tuple[Any, ...], ada: Any) -> None:
    pdf, program, _ = files
    answer = ada.client.get(f"/tickets/1/messages/1/files/{pdf['sha256']}")
    assert answer.data == PDF
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    answer = ada.client.get(f"/tickets/1/messages/1/files/{program['sha256']}")
    assert answer.data == PROGRAM
    assert answer.headers["Content-Disposition"].endswith(".unsafe")


@pytest.mark.parametrize(
    "path", ["1/messages/1/files/" + "0" * 64, "1/messages/9/files/{}", "2/messages/1/files/{}"]
)
def test_what_is_not_there_is_not_given(files: tuple[Any, ...], ada: Any, path: str) -> None:
    ada.get("/tickets/" + path.format(files[0]["sha256"]), 404)


def test_nobody_gets_one_without_signing_in(files: tuple[Any, ...], app: Any) -> None:
    assert app.test_client().get(f"/tickets/1/messages/1/files/{files[0]['sha256']}").status_code == 302


@pytest.mark.parametrize(
    ("name", "warnings", "called"),
    [
        ("report.pdf", [], "report.pdf"),
        ("../../etc/passwd", [], "_.._etc_passwd"),
        ('a"b\r\nc.pdf', [], "a_b__c.pdf"),
        ("in\u202efdp.exe", ["program", "disguised"], "in_fdp.exe.unsafe"),
        ("Grüße.pdf", ["other_type"], "Grüße.pdf"),
        (" . ", [], "file-01234567"),
        (None, ["program"], "file-01234567.unsafe"),
        ("x" * 500, [], "x" * 120),
    ],
)
def test_a_name_is_no_more_than_a_name(name: str | None, warnings: list[str], called: str) -> None:
    assert download_name({"name": name, "warnings": warnings, "sha256": "0123456789"}) == called


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("application/pdf", "PDF"),
        ("image/png", "PNG picture"),
        ("image/vnd.microsoft.icon", "MICROSOFT.ICON picture"),
        ("video/x-msvideo", "MSVIDEO video"),
        ("application/x-own", "application/x-own"),
    ],
)
def test_a_type_in_words(kind: str, said: str) -> None:
    assert kind_words(kind) == said


def test_a_file_that_was_kept_by_an_older_version_is_shown() -> None:
    (file,) = file_views(
        [{"name": "a.pdf", "content_type": "application/pdf", "size": 5, "sha256": "0" * 64}]
    )
    assert (file.kind, file.warnings, file.members, file.bad) == ("application/pdf", (), (), False)
