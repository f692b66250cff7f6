"""Taking mail out of real Dovecot mailboxes."""

from __future__ import annotations

import imaplib
import queue
import signal
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from bot.mail.imap.session import KEYWORD, ImapSession
from bot.mail.imap.trouble import LoginRefused
from bot.mail.imap.watcher import Fetched, ImapWatcher
from bot.setting_types import ServerUrl, read_server_url
from tests.peers.servers.process import wait_until

if TYPE_CHECKING:
    from tests.peers.servers.mail import MailServers

pytestmark = pytest.mark.peer("postfix", "dovecot")

SOON_S = 30


def url(text: str) -> ServerUrl:
    return read_server_url(text, ("imap", "imaps"))


def send(servers: MailServers, to: str, *subjects: str, size: int = 0) -> None:
    with smtplib.SMTP(servers.host, servers.smtp_port) as client:
        for subject in subjects:
            text = f"From: alice@customer.test\r\nTo: {to}\r\nSubject: {subject}\r\n\r\n" + "x" * 70 + "\r\n"
            client.sendmail("alice@customer.test", [to], text + ("y" * 70 + "\r\n") * (size // 72))


class Taken:
    """Keeps what was fetched, after failing for subjects as often as it was told."""

    def __init__(self, fails: dict[str, int] | None = None) -> None:
        self.fails = fails or {}
        self._queue: queue.Queue[Fetched] = queue.Queue()

    def __call__(self, fetched: Fetched, _: ServerUrl) -> None:
        for subject, times in self.fails.items():
            if times and f"Subject: {subject}\r\n".encode() in fetched.raw:
                self.fails[subject] -= 1
                raise OSError("no space left")
        self._queue.put(fetched)

    def next(self) -> Fetched:
        return self._queue.get(timeout=SOON_S)

    def subjects(self, count: int) -> set[str]:
        heads = (self.next().raw.decode().partition("Subject: ")[2] for _ in range(count))
        return {head.partition("\r\n")[0] for head in heads}


@contextmanager
def watching(where: str, taken: Taken, max_bytes: int = 25_000_000) -> Iterator[ImapWatcher]:
    watcher = ImapWatcher(url(where), taken, max_bytes)
    watcher.start()
    try:
        yield watcher
    finally:
        watcher.stop()


@contextmanager
def looking(servers: MailServers, address: str) -> Iterator[imaplib.IMAP4]:
    with imaplib.IMAP4(servers.host, servers.imap_port) as client:
        client.login(address, servers.password)
        yield client


def count(servers: MailServers, address: str, folder: str) -> int:
    with looking(servers, address) as client:
        answer, data = client.select(folder, readonly=True)
        assert answer == "OK", data
        return int(data[0] or 0)


@pytest.mark.parametrize("tls", [False, True])
def test_what_waits_and_what_comes_is_taken_and_put_away(
    mail_servers: MailServers, monkeypatch: pytest.MonkeyPatch, tls: bool
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(mail_servers.ca_file))
    address = f"comes-{tls}@help.test".lower()
    send(mail_servers, address, "waits")
    taken = Taken()
    with watching(mail_servers.imap_url(address, tls=tls), taken) as watcher:
        assert taken.subjects(1) == {"waits"}
        for number in range(3):
            send(mail_servers, address, f"comes {number}")
            assert taken.subjects(1) == {f"comes {number}"}
        send(mail_servers, address, *[f"burst {number}" for number in range(20)])
        assert len(taken.subjects(20)) == 20
        assert watcher.issues() == []
    assert count(mail_servers, address, "INBOX") == 0
    assert count(mail_servers, address, "mailtriage/done") == 24


def test_what_another_put_away_first_is_no_refusal(mail_servers: MailServers) -> None:
    address = "raced@help.test"
    send(mail_servers, address, "both have it", "the next one")
    where = url(mail_servers.imap_url(address))
    slow, quick = ImapSession(where), ImapSession(where)
    try:
        for session in (slow, quick):
            session.open()
        both, next_one = slow.waiting()
        quick.put_away(both)
        slow.put_away(both)
        slow.put_away(next_one)
    finally:
        slow.close()
        quick.close()
    assert count(mail_servers, address, "INBOX") == 0
    assert count(mail_servers, address, "mailtriage/done") == 2


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_it_connects_again(mail_servers: MailServers, how: signal.Signals) -> None:
    address = f"again-{how.name.lower()}@help.test"
    taken = Taken()
    with watching(mail_servers.imap_url(address), taken) as watcher:
        send(mail_servers, address, "before")
        assert taken.subjects(1) == {"before"}
        mail_servers.dovecot.stop(how)
        mail_servers.dovecot.start()
        send(mail_servers, address, "after")
        assert taken.subjects(1) == {"after"}
        assert watcher.issues() == []


def test_a_new_uid_validity_is_a_new_key(mail_servers: MailServers) -> None:
    address = "validity@help.test"
    message = b"From: alice@customer.test\r\nSubject: one\r\n\r\nhi\r\n"
    keys = []
    for _ in range(2):
        with looking(mail_servers, address) as client:
            client.create("Support")
            client.append("Support", "", imaplib.Time2Internaldate(0), message)
        taken = Taken()
        with watching(mail_servers.imap_url(address, "Support"), taken):
            keys.append(taken.next().key)
        with looking(mail_servers, address) as client:
            assert client.delete("Support")[0] == "OK"
            # A folder of the same name within one second would get the same UIDVALIDITY from the clock.
            client.create("Other")
    assert keys[0].rpartition(":")[2] == keys[1].rpartition(":")[2] == "1"
    assert keys[0] != keys[1]


def test_one_bad_message_holds_up_no_other(mail_servers: MailServers) -> None:
    address = "bad@help.test"
    send(mail_servers, address, "bad", "good 1", "good 2")
    taken = Taken(fails={"bad": 2})
    with watching(mail_servers.imap_url(address), taken) as watcher:
        assert taken.subjects(2) == {"good 1", "good 2"}
        # Something new wakes it, and what failed is tried again.
        send(mail_servers, address, "good 3")
        assert taken.subjects(2) == {"good 3", "bad"}
    assert watcher.issues() == []
    assert count(mail_servers, address, "INBOX") == 0


def test_what_is_too_large_is_taken_in_part(mail_servers: MailServers) -> None:
    address = "large@help.test"
    send(mail_servers, address, "large", size=200_000)
    send(mail_servers, address, "small")
    taken = Taken()
    with watching(mail_servers.imap_url(address), taken, max_bytes=50_000):
        small, large = sorted((taken.next(), taken.next()), key=lambda one: len(one.raw))
    assert len(large.raw) == 50_000
    assert large.too_large is not None
    assert large.too_large > 200_000
    assert large.done_folder == "mailtriage/done"
    assert small.too_large is None
    assert count(mail_servers, address, "mailtriage/done") == 2


def test_where_nothing_can_be_moved_it_is_marked(mail_servers: MailServers) -> None:
    address = "marked@help.test"
    send(mail_servers, address, "one", "two")
    wait_until(lambda: count(mail_servers, address, "INBOX") == 2, "both mails are there")
    session = ImapSession(url(mail_servers.imap_url(address)))
    try:
        session.open()
        session.done_folder = None
        first, second = session.waiting()
        session.put_away(first)
        assert session.waiting() == [second]
    finally:
        session.close()
    with looking(mail_servers, address) as client:
        client.select("INBOX", readonly=True)
        assert client.search(None, "KEYWORD", KEYWORD)[1] == [b"1"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text.replace(":secret@", ":wrong-word@"), "cannot log in"),
        (lambda text: text.replace("/INBOX", "/NoSuchFolder"), "cannot open the folder"),
    ],
)
def test_what_is_wrong_is_said_without_the_password(
    mail_servers: MailServers, change: Callable[[str], str], words: str
) -> None:
    session = ImapSession(url(change(mail_servers.imap_url("wrong@help.test"))))
    with pytest.raises(Exception, match=words) as caught:
        session.open()
    session.close()
    assert "wrong-word" not in str(caught.value)
    assert isinstance(caught.value, LoginRefused) == (words == "cannot log in")


def test_a_certificate_that_nobody_vouches_for_is_refused(mail_servers: MailServers) -> None:
    with pytest.raises(Exception, match="certificate is not trusted"):
        ImapSession(url(mail_servers.imap_url("tls@help.test", tls=True)))
