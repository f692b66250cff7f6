"""What somebody worse than a requester may send to the page."""

from __future__ import annotations

import io

import pytest

from bot.form.channel import MOST_ANSWERS
from bot.web.app import create_app
from bot.web.limits import limiter
from tests.bot.web.form.requester import MULTIPART, Requester, multipart


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\mail.msg", "mail.msg"),
        ("\u202egpj.exe\u202c.txt", "gpj.exe.txt"),
        ("a\r\nX-Evil: 1.eml", "aX-Evil: 1.eml"),
        ('"; rm -rf /.png', None),
        ("x" * 400 + ".eml", "x" * 96 + ".eml"),
        ("Éva levele.EML", "Éva levele.EML"),
    ],
)
def test_a_hostile_file_name_does_no_harm(requester: Requester, name: str, shown: str | None) -> None:
    link = requester.ask("ndr")
    answer = requester.client.post(link, data=multipart((name, b"hello")), content_type=MULTIPART)
    assert answer.status_code == (303 if shown else 422)  # a name that is only an ending is none
    if shown is None:
        return
    requester.work()
    assert [item["name"] for item in requester.bench.view().messages[-1].attachments] == [shown]


def test_files_of_other_kinds_are_left_out_and_told(requester: Requester) -> None:
    link = requester.ask("ndr")
    files = [(io.BytesIO(b"MZ"), "setup.exe"), (io.BytesIO(b"From: a@example.org\r\n\r\nx"), "good.eml")]
    answer = requester.post(link, file_ndr=files)
    requester.work()
    assert "Not all of your files" in requester.get(answer.headers["Location"])
    assert [item["name"] for item in requester.bench.view().messages[-1].attachments] == ["good.eml"]
    assert "Not all of your files" in requester.post(link, 422, file_ndr=(io.BytesIO(b"MZ"), "x.exe")).text


def test_too_much_at_once_is_told_in_the_requesters_words(requester: Requester) -> None:
    requester.bench.set(form_max_mb=1)
    app = create_app(requester.bench.desk, {})
    requester.client = app.test_client(use_cookies=False)
    link = requester.ask("ndr")
    big = multipart(("big.eml", b"x" * 4_000_000))
    answer = requester.client.post(link, data=big, content_type=MULTIPART)
    assert answer.status_code == 413
    assert "No more than 1\N{NO-BREAK SPACE}MB" in answer.text
    two = multipart(("1.eml", b"x" * 700_000), ("2.eml", b"x" * 700_000))
    answer = requester.client.post(link, data=two, content_type=MULTIPART)
    assert answer.status_code == 303
    assert "left=1" in answer.headers["Location"]


def test_a_thousand_fields_are_refused(requester: Requester) -> None:
    link = requester.ask("sender")
    requester.post(link, 413, **{f"f{number}": "x" for number in range(1_000)})
    assert requester.kept() == []


def test_a_flood_of_answers_ends(requester: Requester) -> None:
    link = requester.ask("sender")
    for number in range(MOST_ANSWERS):
        limiter.reset()
        requester.post(link, sender=f"bob{number}@example.com")
    limiter.reset()
    assert "A lot has been sent" in requester.post(link, 429, sender="one@more.example").text
    for _ in range(20):
        last = requester.client.post(link, data={"sender": "again@example.com"})
    assert last.status_code == 429
    assert "Please wait a moment" in last.text
