"""An authorization server: it gives access tokens, and knows which of them are good."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests.peers.servers.ports import HOST


@dataclass
class TokenServer:
    """An authorization server (RFC 6749, 7662): `/token` and `/introspect`. It keeps what it was asked."""

    client_secret: str = "the client's secret"
    lives_s: object = 3600
    """`expires_in` of what it gives."""
    refresh_token: str = "refresh-0"
    replaces: bool = False
    """Whether each refresh token is good once."""
    asked: list[dict[str, str]] = field(default_factory=list)
    active: set[str] = field(default_factory=set)
    answer: tuple[int, bytes] | None = None
    """Given instead of any token."""
    user: str = "help@help.test"
    port: int = 0

    @property
    def token_url(self) -> str:
        return f"http://{HOST}:{self.port}/token"

    @property
    def introspection_url(self) -> str:
        return f"http://{HOST}:{self.port}/introspect"

    def give(self, form: dict[str, str]) -> tuple[int, bytes]:
        self.asked.append(form)
        if self.answer is not None:
            return self.answer
        if form.get("client_secret") != self.client_secret:
            return 401, b'{"error": "invalid_client"}'
        if form["grant_type"] == "refresh_token" and form["refresh_token"] != self.refresh_token:
            return 400, json.dumps(
                {"error": "invalid_grant", "error_description": f"not {form['refresh_token']}"}
            ).encode()
        token = f"access-{len(self.asked)}"
        self.active.add(token)
        given: dict[str, Any] = {"access_token": token, "token_type": "Bearer"}
        if self.lives_s is not None:
            given["expires_in"] = self.lives_s
        if self.replaces:
            self.refresh_token = given["refresh_token"] = f"refresh-{len(self.asked)}"
        return 200, json.dumps(given).encode()

    def tell(self, form: dict[str, str]) -> tuple[int, bytes]:
        active = form.get("token") in self.active
        return 200, json.dumps(
            {"active": active, "username": self.user} if active else {"active": False}
        ).encode()


@pytest.fixture
def token_server() -> Iterator[TokenServer]:
    """On loopback, for the time of one test."""
    mine = TokenServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            form = dict(parse_qsl(body.decode()))
            status, answer = mine.give(form) if self.path == "/token" else mine.tell(form)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None: ...

    server = ThreadingHTTPServer((HOST, 0), Handler)
    mine.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield mine
    server.shutdown()
    thread.join()
    server.server_close()
