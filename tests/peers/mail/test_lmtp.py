"""Real Postfix hands its mail to our LMTP server."""

from __future__ import annotations

import queue
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from bot.mail.lmtp import Envelope, Listener
from bot.setting_types import Listen

if TYPE_CHECKING:
    from tests.peers.servers.mail import MailServers

pytestmark = pytest.mark.peer("postfix", "dovecot")

SOON_S = 30


class Taken:
    """Keeps messages, after refusing as often as it was told."""

    def __init__(self, refuses: int = 0) -> None:
        self.refuses = refuses
        self._queue: queue.Queue[tuple[bytes, Envelope]] = queue.Queue()

    def __call__(self, raw: bytes, envelope: Envelope) -> None:
        if self.refuses:
            self.refuses -= 1
            raise OSError("cannot be kept now")
        self._queue.put((raw, envelope))

    def next(self) -> tuple[bytes, Envelope]:
        return self._queue.get(timeout=SOON_S)


@contextmanager
def listening(servers: MailServers, taken: Taken) -> Iterator[None]:
    listener = Listener(Listen(servers.host, servers.desk_lmtp_port), taken, speaks=("lmtp", "smtp"))
    listener.start()
    try:
        yield
    finally:
        listener.stop()


def send(
    servers: MailServers, *recipients: str, subject: str = "hi", sender: str = "alice@customer.test"
) -> None:
    with smtplib.SMTP(servers.host, servers.smtp_port) as client:
        text = f"From: alice@customer.test\r\nSubject: {subject}\r\n\r\n.dot\r\n" + "z" * 990 + "\r\n"
        client.sendmail(sender, list(recipients), text)


def test_a_mail_of_several_recipients_is_taken_once(mail_servers: MailServers) -> None:
    taken = Taken()
    with listening(mail_servers, taken):
        send(mail_servers, "a@desk.test", "b@desk.test")
        raw, envelope = taken.next()
    assert envelope == Envelope("alice@customer.test", ("a@desk.test", "b@desk.test"), "lmtp")
    assert b"\r\n.dot\r\n" + b"z" * 990 + b"\r\n" in raw
    assert b"Received: " in raw


def test_what_is_refused_for_now_comes_again(mail_servers: MailServers) -> None:
    taken = Taken(refuses=2)
    with listening(mail_servers, taken):
        send(mail_servers, "again@desk.test", subject="again")
        raw, _ = taken.next()
    assert b"Subject: again" in raw
    assert taken.refuses == 0


def test_what_comes_while_nobody_listens_waits(mail_servers: MailServers) -> None:
    send(mail_servers, "later@desk.test", subject="later", sender="")
    taken = Taken()
    with listening(mail_servers, taken):
        raw, envelope = taken.next()
    assert b"Subject: later" in raw
    assert envelope.sender == ""
