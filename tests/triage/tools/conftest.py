"""Servers on loopback that count who comes, and answer with bytes that a test chooses."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest


@dataclass
class Counting:
    """A TCP server: every connection is counted, its first bytes kept, and answered with `says`."""

    host: str
    says: bytes = b""
    drip: bytes = b""
    """After `says`, sent again and again until the other side goes away."""
    pause_s: float = 0.0
    hold: bool = False
    """After `says`, stay connected and say nothing."""
    heard: list[bytes] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    _socket: socket.socket | None = None

    def start(self, port: int = 0) -> None:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        self._socket = socket.create_server((self.host, port), family=family)
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, args=(self._socket,), daemon=True).start()

    def stop(self) -> None:
        if self._socket is not None:
            self._socket.close()

    def url(self, path: str = "/s/1") -> str:
        return f"http://score.hosting.test:{self.port}{path}"

    def _serve(self, server: socket.socket) -> None:
        while True:
            try:
                link, _ = server.accept()
            except OSError:
                return
            self.connections += 1
            with contextlib.suppress(OSError), link:
                self.heard.append(link.recv(65_536))
                link.sendall(self.says)
                while self.drip:
                    link.sendall(self.drip)
                    threading.Event().wait(self.pause_s)
                while self.hold and link.recv(4096):
                    pass


@pytest.fixture
def serving() -> Iterator[Callable[..., Counting]]:
    """`serving(b"HTTP/1.0 200 OK…", host="127.0.0.9")` -> a server that runs until the test ends."""
    started: list[Counting] = []

    def start(says: bytes = b"", host: str = "127.0.0.1", port: int = 0, **more: Any) -> Counting:
        server = Counting(host, says, **more)
        server.start(port)
        started.append(server)
        return server

    yield start
    for server in started:
        server.stop()
