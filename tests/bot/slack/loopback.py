"""The Web API of Slack on a free port of this machine, as far as a test says what it answers.

For what the workspace of `tests/peers` lacks: user groups, OAuth, refusals, and counts of calls.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

from slack_sdk import WebClient

from tests.bot.slack.limits import check_payload

Answer = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass
class Loopback:
    """`answers` by method; a method that is not there is `unknown_method`, as at Slack."""

    url: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """Payloads beyond Slack's limits."""
    _ts: int = 0

    @property
    def client(self) -> WebClient:
        return WebClient(token="xoxb-home", base_url=self.url, timeout=5)

    def says(self, method: str, **answer: Any) -> None:
        self.answers[method] = lambda args: answer

    def refuses(self, method: str, error: str) -> None:
        self.answers[method] = lambda args: {"ok": False, "error": error}

    def called(self, method: str) -> list[dict[str, Any]]:
        return [args for name, args in self.calls if name == method]

    def posted(self, args: dict[str, Any]) -> dict[str, Any]:
        self._ts += 1
        return {"channel": args["channel"], "ts": f"1700000000.{self._ts:06d}"}

    def answer(self, method: str, args: dict[str, Any], token: str) -> dict[str, Any]:
        for name in ("blocks", "view"):
            if isinstance(args.get(name), str):
                args[name] = json.loads(args[name])
        self.calls.append((method, args))
        self.tokens.append(token)
        self.wrong += check_payload(args)
        found = self.answers.get(method)
        return {"ok": True, **found(args)} if found else {"ok": False, "error": "unknown_method"}


class _Handler(BaseHTTPRequestHandler):
    loopback: Loopback

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        is_json = "json" in (self.headers.get("Content-Type") or "")
        path, _, query = self.path.partition("?")
        args = (
            json.loads(body) if is_json and body else dict(parse_qsl(body or query, keep_blank_values=True))
        )
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        answer = self.loopback.answer(path.rpartition("/")[2], args, token)
        content = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST  # noqa: N815 - the name is the standard library's

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """A server on loopback; the base of its Web API."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/api/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def loopback() -> Iterator[Loopback]:
    slack = Loopback()
    slack.says("auth.test", team_id="T1", user_id="UBOT", bot_id="B1", url="https://example.slack.test/")
    slack.answers |= {"chat.postMessage": slack.posted, "chat.update": slack.posted}
    slack.says("chat.postEphemeral")
    slack.answers["users.info"] = lambda args: {
        "user": {"id": args["user"], "real_name": args["user"].title(), "tz": "Europe/Berlin"}
    }
    with serving(type("Handler", (_Handler,), {"loopback": slack})) as slack.url:
        yield slack
    assert not slack.wrong
