"""Real servers on loopback for the mail channel's tests, and mails to try it with."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import pytest

from bot.desk.types import Actor
from bot.desk.write import write
from bot.mail.own import own
from bot.mail.read import read_mail
from bot.setting_types import ServerUrl
from tests.stand_ins import InProcess

if TYPE_CHECKING:
    from tests.bot.conftest import Bench


@dataclass
class ScriptedServer:
    """An SMTP server that says what its script says; it keeps what it was told.

    `replies`: command word -> what it answers. `hang_up_at`: after this word (`.`: the message's end) it
    reads and closes without a reply; `DATA-BODY`: within the content.
    """

    replies: dict[str, str] = field(default_factory=dict)
    hang_up_at: str | None = None
    offers: tuple[str, ...] = ("SIZE 30000000",)
    commands: list[str] = field(default_factory=list)
    content: bytes = b""
    _socket: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    _thread: threading.Thread | None = None

    @property
    def url(self) -> ServerUrl:
        return ServerUrl("smtp", "127.0.0.1", self._socket.getsockname()[1])

    def start(self) -> None:
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        if self._thread is not None:
            self._thread.join()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as stream:
                self._talk(cast(BinaryIO, stream))

    def _talk(self, stream: BinaryIO) -> None:
        def say(text: str) -> None:
            stream.write(text.encode() + b"\r\n")
            stream.flush()

        if self.hang_up_at == "CONNECT":
            return
        say(self.replies.get("CONNECT", "220 here.test"))
        for line in stream:
            command = line.decode().strip()
            word = command.split()[0].upper() if command else ""
            self.commands.append(command)
            if word == self.hang_up_at:
                return
            if word == "EHLO" and "EHLO" not in self.replies:
                say("\r\n".join(f"250-{offer}" for offer in ("here.test", *self.offers)) + "\r\n250 HELP")
            elif word == "DATA" and "DATA" not in self.replies:
                say("354 go on")
                if not self._read_content(stream):
                    return
                say(self.replies.get(".", "250 2.0.0 kept as 1"))
            elif word == "QUIT":
                say("221 bye")
                return
            else:
                say(self.replies.get(word, "250 2.0.0 ok"))

    def _read_content(self, stream: BinaryIO) -> bool:
        lines: list[bytes] = []
        for line in stream:
            if self.hang_up_at == "DATA-BODY":
                return False
            if line == b".\r\n":
                self.content = b"".join(lines)
                return self.hang_up_at != "."
            lines.append(line[1:] if line.startswith(b".") else line)
        return False


@pytest.fixture
def scripted() -> Iterator[Callable[..., ScriptedServer]]:
    """Starts scripted servers: `scripted(replies={"RCPT": "550 5.1.1 no"})`."""
    started: list[ScriptedServer] = []

    def start(**script: object) -> ScriptedServer:
        server = ScriptedServer(**script)  # type: ignore[arg-type]
        server.start()
        started.append(server)
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def answered(bench: Bench, anna: Actor) -> str:
    """Ticket 1 of Alice's has been answered, and mail is really read from now on; the answer's Message-ID."""
    return answer_alice(bench, anna)


def answer_alice(bench: Bench, agent: Actor) -> str:
    bench.mail(message_id="<first@example.org>", sender="Alice Baker <alice@example.org>")
    bench.work()
    write(bench.desk, 1, agent, "Which address was it?")
    bench.work()
    bench.desk = replace(bench.desk, sandbox=InProcess())
    ours = own(bench.desk.own_addresses, bench.desk.secret_key)
    bench.channel.read = lambda intake: read_mail(bench.desk, ours, intake)  # type: ignore[method-assign]
    message_id = bench.channel.delivered[-1].message_id
    assert message_id is not None
    return message_id


@pytest.fixture(scope="module")
def conversation(
    tmp_path_factory: pytest.TempPathFactory, empty_database: Path
) -> Iterator[tuple[Bench, str]]:
    """The same once for all tests of a file that only look; the desk, and the answer's Message-ID."""
    from tests.bot.conftest import make_bench

    folder = tmp_path_factory.mktemp("conversation")
    shutil.copy(empty_database, folder / "mailtriage.sqlite3")
    bench = make_bench(folder)
    yield bench, answer_alice(bench, Actor("agent", "anna", "Anna"))
    bench.desk.store.close()
