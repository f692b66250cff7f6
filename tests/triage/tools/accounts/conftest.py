"""A fake OMA that speaks real HTTP on loopback: two clusters, and tokens that can be ended."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

USER, PASSWORD = "admin@reseller.test", "s3cret/+%"

Json = dict[str, Any]


@dataclass
class FakeOma:
    """`users`: (cluster, address) -> the answer of get_user. `calls`: cluster, method, how it logged in."""

    users: dict[tuple[str, str], Json] = field(default_factory=dict)
    knows_login: set[str] = field(default_factory=lambda: {"a", "b"})
    tokens: set[str] = field(default_factory=set)
    gives_tokens: bool = True
    calls: list[tuple[str, str, str]] = field(default_factory=list)
    trouble: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    """Cluster -> HTTP status and body that it answers with, whatever it is asked."""
    port: int = 0

    def base(self, cluster: str) -> str:
        return f"http://127.0.0.1:{self.port}/{cluster}/api"

    def url(self, password: str = PASSWORD) -> str:
        from urllib.parse import quote

        bases = f"{self.base('a')},{self.base('b')}"
        return f"oma://{quote(USER, safe='')}:{quote(password, safe='')}@oma.test?base={bases}"

    def answer(self, cluster: str, method: str, asked: Json) -> Json:
        credentials = asked.get("credentials", {})
        self.calls.append((cluster, method, "token" if "token" in credentials else "password"))
        if not self._knows(cluster, credentials):
            return {"success": False, "error_number": 1, "error": "Invalid credentials"}
        if method == "authenticate":
            if not self.gives_tokens:
                return {"success": True}
            token = f"token-{cluster}-{len(self.calls)}"
            self.tokens.add(token)
            return {"success": True, "session_token": token, "session_token_duration": 3600}
        if method != "get_user":
            return {"success": False, "error_number": 2, "error": "Unknown method"}
        found = self.users.get((cluster, asked["user"].lower()))
        if found is None:
            return {"success": False, "error_number": 9, "error": "No such user"}
        return {"success": True, **found}

    def _knows(self, cluster: str, credentials: Json) -> bool:
        if (
            cluster not in self.knows_login
            or credentials.get("user") != USER
            or not credentials.get("client")
        ):
            return False
        if "token" in credentials:
            return credentials["token"] in self.tokens
        return credentials.get("password") == PASSWORD


def serve(fake: FakeOma) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            cluster, _, method = self.path.strip("/").split("/")
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, body = fake.trouble.get(cluster) or (
                200,
                json.dumps(fake.answer(cluster, method, asked)).encode(),
            )
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    return server


MAILBOX: Json = {
    "type": "mailbox",
    "attributes": {
        "account": "anna@bakery.test",
        "service_smtpin": "enabled",
        "service_smtprelay": "suspended",
        "service_smtprelay_webmail": "disabled",
        "service_webmail": "enabled",
        "service_imap4": "enabled",
        "smtp_sent_limit": 500,
        "reject_spam": True,
        "filterdelivery": "quarantine",
        "spamfolder": "Spam",
        "allow": ["*@partner.test"],
        "block": ["bob@partner.test", "*.shop.test"],
        "aliases": ["shop@bakery.test"],
        "delivery_forward": True,
        "recipients": ["anna@elsewhere.test"],
        "sieve": 'require "fileinto"; fileinto "Old";',
    },
    "metadata": {
        "quota": {"bytes_max": 1000, "bytes_used": 990},
        "smtp_limit": {"max": 400, "sent": 400, "free_passes": 1, "when": "2026-03-02"},
    },
}


@pytest.fixture
def oma() -> Iterator[FakeOma]:
    fake = FakeOma(users={("b", "anna@bakery.test"): MAILBOX, ("b", "shop@bakery.test"): MAILBOX})
    server = serve(fake)
    fake.port = server.server_address[1]
    yield fake
    server.shutdown()
    server.server_close()


@pytest.fixture
def wide_range() -> Callable[[], list[Any]]:
    """Values of every kind, none of them what it should be."""
    return lambda: [None, [], {}, "", "x", 7, -1, 1.5, True, [None, 3, {}], {"a": []}, "\x00", "9" * 400]
