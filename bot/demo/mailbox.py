"""The mailbox in which the demo's answers land: an SMTP server that keeps them, a page that shows them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from urllib.parse import quote

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Blueprint, Response, abort, render_template

from bot.form.files import safe_name

KEEP = 500
LARGEST = 1_000_000
"""A larger attached file is named, and not kept."""


@dataclass(frozen=True)
class KeptFile:
    """`content`: `None` where it was too large to be kept here."""

    name: str
    size: int
    content: bytes | None


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
    files: tuple[KeptFile, ...] = ()


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
                    tuple(_files(mail)),
                )
            )
            del self._mails[:-KEEP]

    def mails(self) -> list[Kept]:
        """Newest first."""
        with self._lock:
            return self._mails[::-1]


def _files(mail: EmailMessage) -> Iterator[KeptFile]:
    """What is attached, a mail within the mail (RFC 2046 section 5.2.1) included."""
    for number, part in enumerate(mail.iter_attachments(), start=1):
        if part.get_content_type() == "message/rfc822":
            within = part.get_payload(0)
            content = within.as_bytes() if isinstance(within, Message) else b""
        else:
            decoded = part.get_payload(decode=True)
            content = decoded if isinstance(decoded, bytes) else b""
        name = safe_name(part.get_filename() or f"attached-{number}.eml", number)
        yield KeptFile(name, len(content), content if len(content) <= LARGEST else None)


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

    @pages.get("/demo/mailbox/<int:mail>/<int:file>")
    def attached(mail: int, file: int) -> Response:
        """One attached file, as a download."""
        kept = next((item for item in mailbox.mails() if item.number == mail), None)
        if kept is None or file >= len(kept.files):
            abort(404)
        found = kept.files[file]
        if found.content is None:
            abort(404)
        name = quote(found.name)
        return Response(
            found.content,
            content_type="application/octet-stream",
            headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
        )

    return pages
