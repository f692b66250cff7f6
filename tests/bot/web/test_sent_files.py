"""Files that an agent adds to an answer."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from bot.web import sent_files


def post(ada: Any, files: list[tuple[str, bytes]], text: str = "See the file.", status: int = 303) -> str:
    sent = [(BytesIO(content), name) for name, content in files]
    values: dict[str, Any] = {"seen": ada.seen(1), "text": text, "files": sent}
    return str(ada.post("/tickets/1/write", status=status, **values))


@pytest.fixture
def ticket(bench: Any) -> Any:
    bench.mail()
    bench.work()
    return bench


def test_they_go_along_and_stand_in_the_thread(ticket: Any, ada: Any) -> None:
    post(ada, [("guide.pdf", b"%PDF-1.7 guide"), ("../Übersicht\x00.txt", b"hello"), ("", b"")])
    ticket.work()
    (sent,) = ticket.channel.delivered
    assert [(file.name, file.content_type, file.size) for file in sent.files] == [
        ("guide.pdf", "application/pdf", 14),
        ("Übersicht.txt", "text/plain", 5),
    ]
    assert ticket.desk.raw.get(sent.files[1].sha256) == b"hello"
    kept = ticket.view().messages[-1].attachments
    assert [(item["name"], item["size"]) for item in kept] == [("guide.pdf", 14), ("Übersicht.txt", 5)]
    assert "guide.pdf" in ada.get("/tickets/1")


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([(f"{number}.txt", b"x") for number in range(11)], "at most 10 files"),
        ([("a.bin", b"x" * 60), ("b.bin", b"x" * 60)], "the files are more than"),
    ],
)
def test_too_much_is_said_and_nothing_is_sent(
    ticket: Any, ada: Any, monkeypatch: pytest.MonkeyPatch, files: list[tuple[str, bytes]], words: str
) -> None:
    monkeypatch.setattr(sent_files, "MOST_BYTES", 100)
    page = post(ada, files, "A text to keep", status=409)
    assert words.casefold() in page.casefold()
    assert "A text to keep" in page
    ticket.work()
    assert not ticket.channel.delivered


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.eml", "application/octet-stream"),
        ("a.png", "image/png"),
        ("a.unknown", "application/octet-stream"),
        ("a", "application/octet-stream"),
    ],
)
def test_kinds(ticket: Any, ada: Any, name: str, kind: str) -> None:
    post(ada, [(name, b"x")])
    ticket.work()
    assert ticket.channel.delivered[0].files[0].content_type == kind
