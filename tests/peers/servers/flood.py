"""A stream of mails into the real Postfix that goes on whatever is killed meanwhile."""

from __future__ import annotations

import smtplib
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass

from tests.peers.servers.mail import MailServers


@dataclass(frozen=True)
class Letter:
    """One mail, whole, and its envelope."""

    name: str
    sender: str
    to: str
    raw: bytes


def letter(name: str, sender: str, to: str, text: str, *, answers: str = "") -> Letter:
    """A mail whose subject and Message-ID are its name; `answers`: the name of the one that it replies to."""
    reply = f"In-Reply-To: <{answers}@customer.test>\r\n" if answers else ""
    head = (
        f"From: {sender}\r\nTo: help@help.test\r\nSubject: {name}\r\nMessage-ID: <{name}@customer.test>\r\n"
    )
    date = "Date: Mon, 02 Mar 2026 09:00:00 +0000\r\n"
    return Letter(name, sender, to, f"{head}{date}{reply}\r\n{text}\r\n".encode())


class Flood:
    """Hands every letter to Postfix until it has said 250, at most `per_second`, in a thread of its own.

    A connection that breaks before the answer means that the letter is sent again, as any client does.
    """

    def __init__(self, servers: MailServers, letters: Iterable[Letter], per_second: float = 0.0) -> None:
        self.handed: dict[str, float] = {}
        """Name -> wall time at which Postfix took it."""
        self._servers, self._letters = servers, letters
        self._pause_s = 1 / per_second if per_second else 0.0
        self._stopping = threading.Event()
        self._client: smtplib.SMTP | None = None
        self._thread = threading.Thread(target=self._send_all, name="flood", daemon=True)

    def __enter__(self) -> Flood:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()

    @property
    def over(self) -> bool:
        return not self._thread.is_alive()

    def wait(self) -> None:
        """Until Postfix has everything."""
        self._thread.join()

    def _send_all(self) -> None:
        started = time.monotonic()
        for count, item in enumerate(self._letters):
            ahead = started + count * self._pause_s - time.monotonic()
            while not (self._stopping.wait(max(ahead, 0.0)) or self._sent(item)):
                ahead = 0.1
        self._hang_up()

    def _sent(self, item: Letter) -> bool:
        try:
            if self._client is None:
                self._client = smtplib.SMTP(self._servers.host, self._servers.smtp_port, timeout=20)
            self._client.sendmail(item.sender, [item.to], item.raw)
        except (OSError, smtplib.SMTPException):
            self._hang_up()
            return False
        self.handed[item.name] = time.time()
        return True

    def _hang_up(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = None
