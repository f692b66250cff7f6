"""A mailbox whose server is in trouble: it is given time, named, and looked at again by itself."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from bot.mail.imap.access import Access
from bot.mail.imap.session import ImapSession
from bot.mail.imap.trouble import ConnectionLost, LoginRefused, MailboxError
from bot.mail.imap.watcher import ImapWatcher
from bot.mail.oauth import Client, Tokens
from bot.setting_types import ServerUrl, read_server_url
from tests.bot.conftest import START
from tests.peers.servers.ports import HOST
from tests.peers.servers.process import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.peers.servers.imap_only import ImapOnly
    from tests.peers.servers.tokens import TokenServer

pytestmark = pytest.mark.peer("dovecot")

HELP = "help@help.test"
Dovecot = Callable[..., "ImapOnly"]


class Line:
    """A line to a server that breaks when the client says a word."""

    def __init__(self, port: int, breaks_on: bytes) -> None:
        self._to, self.breaks_on, self.breaks = port, breaks_on, 0
        self._door = socket.create_server((HOST, 0))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client = self._door.accept()[0]
                server = socket.create_connection((HOST, self._to))
                for here, there in ((client, server), (server, client)):
                    threading.Thread(target=self._carry, args=(here, there), daemon=True).start()

    def _carry(self, here: socket.socket, there: socket.socket) -> None:
        with contextlib.suppress(OSError), here, there:
            while said := here.recv(65536):
                if self.breaks_on in said:
                    self.breaks += 1
                    break
                there.sendall(said)
            for side in (here, there):
                side.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def line() -> Iterator[Callable[[int, bytes], Line]]:
    with contextlib.ExitStack() as stack:

        def lay(port: int, breaks_on: bytes) -> Line:
            return stack.enter_context(contextlib.closing(Line(port, breaks_on)))

        yield lay


class Pauses:
    """Stands for the log: how long it waited after each loss."""

    def __init__(self) -> None:
        self.of: list[float] = []

    def warning(self, event: str, **said: Any) -> None:
        if event == "imap.lost":
            self.of.append(said["pause_s"])

    def info(self, event: str, **said: Any) -> None: ...
    def exception(self, event: str, **said: Any) -> None: ...


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> Pauses:
    found = Pauses()
    monkeypatch.setattr("bot.mail.imap.watcher.log", found)
    monkeypatch.setattr("bot.mail.imap.watcher._FIRST_PAUSE_S", 0.1)
    return found


def url_of(text: str) -> ServerUrl:
    return read_server_url(text, ("imap",))


@contextmanager
def watching(url: ServerUrl, taken: list[bytes]) -> Iterator[ImapWatcher]:
    watcher = ImapWatcher(url, lambda fetched, _: taken.append(fetched.raw))
    watcher.start()
    try:
        yield watcher
    finally:
        watcher.stop()


@pytest.mark.parametrize("is_refusal", [False, True])
def test_a_server_that_cannot_tell_right_now_refuses_nobody(
    dovecot: Dovecot, token_server: TokenServer, tmp_path: Path, is_refusal: bool
) -> None:
    asks = token_server.introspection_url if is_refusal else "http://127.0.0.1:1/down"
    server = dovecot(mechanisms="plain login xoauth2", introspection=asks)
    token_server.user = "somebody.else@help.test"
    tokens = Tokens(Client(token_server.token_url, "the client", token_server.client_secret), tmp_path)
    session = ImapSession(url_of(server.url(HELP, password=None)), Access(tokens=tokens))
    with pytest.raises(MailboxError, match="cannot log in") as caught:
        session.open()
    session.close()
    assert isinstance(caught.value, LoginRefused) == is_refusal
    assert ("UNAVAILABLE" in str(caught.value)) != is_refusal


def test_a_message_that_breaks_the_line_is_named_and_tried_ever_less_often(
    dovecot: Dovecot, line: Callable[[int, bytes], Line], pauses: Pauses
) -> None:
    server = dovecot()
    for subject in ("one", "two"):
        server.put(HELP, subject, at=START)
    broken = line(server.port, b"UID FETCH 1 (UID BODY.PEEK")
    taken: list[bytes] = []
    with watching(url_of(server.url(HELP).replace(str(server.port), str(broken.port))), taken) as watcher:
        wait_until(lambda: broken.breaks == 5, "it has been tried", server.server.log)
        wait_until(lambda: any("message 1 cannot be taken" in why for why in watcher.issues()), "it is named")
        assert len(taken) == 1
        broken.breaks_on = b"never said"
        wait_until(lambda: len(taken) == 2, "it is taken in the end", server.server.log)
        wait_until(lambda: watcher.issues() == [], "all is well")
    assert pauses.of[4] >= 4 * pauses.of[0]
    assert server.found(HELP) == 0


def test_a_bug_at_the_end_of_a_connection_ends_no_watch(
    dovecot: Dovecot, line: Callable[[int, bytes], Line], pauses: Pauses, monkeypatch: pytest.MonkeyPatch
) -> None:
    close = ImapSession.close

    def stumble(session: ImapSession) -> None:
        close(session)
        raise RuntimeError("a bug")

    monkeypatch.setattr(ImapSession, "close", stumble)
    server = dovecot()
    broken = line(server.port, b"IDLE")
    taken: list[bytes] = []
    with watching(url_of(server.url(HELP).replace(str(server.port), str(broken.port))), taken):
        wait_until(lambda: len(pauses.of) == 2, "it has stumbled", server.server.log)
        broken.breaks_on = b"never said"
        server.put(HELP, "one", at=START)
        wait_until(lambda: len(taken) == 1, "it goes on", server.server.log)


class Hesitant:
    """Greets, and when somebody logs in it only says again and again that it waits for a part of itself."""

    def __init__(self) -> None:
        self._door = socket.create_server((HOST, 0))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._door.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError), self._door.accept()[0] as client:
            client.sendall(b"* OK [CAPABILITY IMAP4rev1] ready\r\n")
            while said := client.recv(65536):
                tag, command = said.split()[:2]
                if command == b"LOGIN":
                    break
                client.sendall(b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK done\r\n")
            while True:
                client.sendall(b"* OK Waiting for authentication process to respond..\r\n")
                threading.Event().wait(0.02)


def test_a_server_that_only_hesitates_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.mail.imap.session.OPEN_S", 0.3)
    with contextlib.closing(Hesitant()) as server:
        url = read_server_url(f"imap://help%40help.test:secret@{HOST}:{server.port}", ("imap",))
        session = ImapSession(url)
        with contextlib.closing(session), pytest.raises(ConnectionLost):
            session.open()
