"""The mailbox in which the demo's answers land: an SMTP server that keeps them, a page that shows them."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Blueprint, render_template

KEEP = 500


@dataclass(frozen=True)
class Kept:
    """One mail that went out."""

    number: int
    at: datetime
    sender: str
    to: tuple[str, ...]
    subject: str
    text: str
    automatic: bool
    headers: tuple[tuple[str, str], ...]


@dataclass
class Mailbox:
    """Keeps the last mails; thread-safe."""

    _mails: list[Kept] = field(default_factory=list)
    _count: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def put(self, sender: str, to: tuple[str, ...], raw: bytes) -> None:
        mail = message_from_bytes(raw, policy=policy.default)
        body = mail.get_body(("plain",))
        with self._lock:
            self._count += 1
            self._mails.append(
                Kept(
                    self._count,
                    datetime.now(UTC),
                    sender,
                    to,
                    str(mail["Subject"] or ""),
                    str(body.get_content()) if body is not None else "",
                    str(mail["Auto-Submitted"] or "no") != "no",
                    tuple((name, str(value)) for name, value in mail.items()),
                )
            )
            del self._mails[:-KEEP]

    def mails(self) -> list[Kept]:
        """Newest first."""
        with self._lock:
            return self._mails[::-1]


class _Handler:
    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        if isinstance(content, bytes):
            self._mailbox.put((envelope.mail_from or "").strip("<>"), tuple(envelope.rcpt_tos), content)
        return "250 2.0.0 kept for the demo"


class MailboxServer:
    """The SMTP server of the mailbox, on a free port of 127.0.0.1."""

    def __init__(self, mailbox: Mailbox, port: int) -> None:
        self._controller = Controller(
            _Handler(mailbox), hostname="127.0.0.1", port=port, enable_SMTPUTF8=True
        )
        self.port = port

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()


def mailbox_pages(mailbox: Mailbox) -> Blueprint:
    """`/demo/mailbox`: what the requesters would have found in their mailboxes."""
    pages = Blueprint("demo", __name__, template_folder="templates")

    @pages.get("/demo/mailbox")
    def show() -> str:
        return render_template("demo/mailbox.html", mails=mailbox.mails())

    return pages
