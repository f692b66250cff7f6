"""Somebody who was asked for details, and what a browser of theirs sends."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask.testing import FlaskClient
from sqlalchemy import select

from bot.desk.form_link import form_link
from bot.form.channel import FormChannel
from bot.jobs.runner import drain
from bot.store.schema.ledger import intake
from bot.store.schema.ticket import tickets
from knowledge.vocabulary import Action, ProblemKind, Route
from triage.model import Reply

OUTLOOK = "Date: Mon, 2 Mar 2026 10:00:00 +0100\r\nX-Mailer: Microsoft Outlook 16.0\r\n"
MULTIPART = "multipart/form-data; boundary=b"


def multipart(*files: tuple[str, bytes]) -> bytes:
    """A body as a browser, or somebody worse, sends it."""
    parts = [
        f"--b\r\nContent-Disposition: form-data; name=\"file_ndr\"; filename*=UTF-8''{quote(name, safe='')}"
        f"\r\n\r\n".encode()
        + content
        for name, content in files
    ]
    return b"\r\n".join([*parts, b"--b--\r\n"])


class Requester:
    """Somebody with the link of a request; reads pages without cookies or scripts."""

    def __init__(self, bench: Any, client: FlaskClient) -> None:
        self.bench, self.client = bench, client
        self.channels = {"mail": bench.channel, "form": FormChannel(bench.desk)}

    def ask(self, *missing: str, text: str = "My mail is missing, please help me with it.") -> str:
        """Let the desk ask for these details; the path of the link in what it sent."""
        self.bench.thinker.says(
            Action.ASK,
            route=Route.REAL_ISSUE,
            problem=ProblemKind.MISSING_MAIL,
            missing=missing,
            reply=Reply("A few details", "Please tell us."),
        )
        self.bench.mail(text, more=OUTLOOK)
        self.work()
        return self.link()

    def link(self, number: int = 1) -> str:
        with self.bench.desk.store.read() as connection:
            row = connection.execute(select(tickets).where(tickets.c.number == number)).one()
        link = form_link(self.bench.desk, row)
        assert link is not None
        return link.removeprefix("https://desk.example.org")

    def work(self) -> None:
        drain(self.bench.desk, self.channels)

    def get(self, path: str, status: int = 200) -> str:
        answer = self.client.get(path)
        assert answer.status_code == status, answer.text
        return answer.text

    def post(self, path: str, status: int = 303, **fields: Any) -> Any:
        answer = self.client.post(path, data=fields, content_type="multipart/form-data")
        assert answer.status_code == status, answer.text
        return answer

    def kept(self) -> list[Any]:
        with self.bench.desk.store.read() as connection:
            rows = connection.execute(select(intake).where(intake.c.channel == "form").order_by(intake.c.id))
            return list(rows)
