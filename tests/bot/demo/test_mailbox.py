"""The demo's mailbox shows what went out, with its files."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from flask import Flask

from bot.demo.mailbox import LARGEST, Mailbox, mailbox_pages


@pytest.fixture
def mailbox() -> Mailbox:
    box = Mailbox()
    within = EmailMessage()
    within["Subject"] = "The sample"
    within.set_content("Buy pills")
    mail = EmailMessage()
    mail["Subject"] = "A case"
    mail.set_content("Please look: https://desk.test/tickets/1 <b>")
    mail.add_attachment(b"{}", "application", "json", filename="case.json")
    mail.add_attachment(within)
    mail.add_attachment(b"x" * (LARGEST + 1), "image", "png", filename="../big.png")
    box.put("", ("bob@example.org",), mail.as_bytes())
    return box


def test_the_files_of_a_mail(mailbox: Mailbox) -> None:
    (mail,) = mailbox.mails()
    names = [(item.name, item.content is not None) for item in mail.files]
    assert names == [("case.json", True), ("attached-2.eml", True), ("big.png", False)]
    assert mail.files[0].content == b"{}"
    assert b"Buy pills" in (mail.files[1].content or b"")


@pytest.mark.parametrize(
    ("path", "status"),
    [("1/0", 200), ("1/1", 200), ("1/2", 404), ("1/3", 404), ("2/0", 404)],
)
def test_a_file_is_a_download(mailbox: Mailbox, path: str, status: int) -> None:
    app = Flask(__name__)
    app.register_blueprint(mailbox_pages(mailbox))
    answer = app.test_client().get(f"/demo/mailbox/{path}")
    assert answer.status_code == status
    if status == 200:
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment;")
