"""A Dovecot of a test's own, which offers what the test says; and a server of access tokens."""

from __future__ import annotations

import contextlib
import imaplib
import json
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote

import pytest

from tests.peers.servers.mail import DELIVERY_USER, HOST, PASSWORD, Server, free_ports

_CONF = """\
base_dir = {c}/run
state_dir = {c}/state
log_path = {c}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = {mechanisms}
auth_failure_delay = 0
mail_location = maildir:{c}/mail/%u
mail_uid = {user}
mail_gid = {user}
first_valid_uid = 1
mail_plugins = acl
plugin {{
  acl = vfile
}}
{tokens}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={user} home={c}/mail/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  inet_listener imap {{
    address = 127.0.0.1
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
protocol imap {{
  {capability}
}}
"""

_TOKENS = """\
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {c}/tokens.conf
}}
"""

_TOKENS_CONF = """\
introspection_url = {url}
introspection_mode = post
username_attribute = username
active_attribute = active
active_value = true
"""

EVERYTHING = "IMAP4rev1 SASL-IR LITERAL+ IDLE NAMESPACE UIDPLUS MOVE"


@dataclass(frozen=True)
class ImapOnly:
    """Any address is a mailbox."""

    folder: Path
    port: int
    server: Server

    def url(self, address: str, folder: str = "INBOX", password: str | None = PASSWORD) -> str:
        who = quote(address, safe="") + (f":{password}" if password is not None else "")
        return f"imap://{who}@{HOST}:{self.port}/{folder}"

    @contextmanager
    def client(self, address: str) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4(HOST, self.port) as client:
            client.login(address, PASSWORD)
            yield client

    def put(
        self, address: str, subject: str, *, at: datetime, folder: str = "INBOX", flags: str = ""
    ) -> None:
        text = f"From: alice@customer.test\r\nTo: {address}\r\nSubject: {subject}\r\n"
        raw = f"{text}Message-ID: <{quote(subject)}@customer.test>\r\n\r\nMy mail came back.\r\n".encode()
        with self.client(address) as client:
            if folder != "INBOX":
                client.create(folder)
            answer, said = client.append(folder, flags, imaplib.Time2Internaldate(at), raw)
        assert answer == "OK", said

    def found(self, address: str, criteria: str = "ALL", folder: str = "INBOX") -> int:
        """How many messages a search finds there; none where there is no such folder."""
        with self.client(address) as client:
            if client.select(f'"{folder}"', readonly=True)[0] != "OK":
                return 0
            return len(client.search(None, criteria)[1][0].split())


@contextmanager
def run_dovecot(offers: str, mechanisms: str, introspection: str | None) -> Iterator[ImapOnly]:
    folder = Path(tempfile.mkdtemp(prefix="mt-imap-"))
    folder.chmod(0o755)
    try:
        for name in ("run", "state", "mail"):
            (folder / name).mkdir()
        shutil.chown(folder / "mail", DELIVERY_USER)
        (port,) = free_ports(1)
        text = _CONF.format(
            c=folder,
            user=DELIVERY_USER,
            password=PASSWORD,
            imap=port,
            mechanisms=mechanisms,
            tokens=_TOKENS.format(c=folder) if introspection else "",
            capability=f"imap_capability = {offers}",
        )
        (folder / "dovecot.conf").write_text(text)
        (folder / "tokens.conf").write_text(_TOKENS_CONF.format(url=introspection))
        command = ("/usr/sbin/dovecot", "-F", "-c", str(folder / "dovecot.conf"))
        server = Server("dovecot", command, folder / "log", (port,))
        server.start()
        try:
            yield ImapOnly(folder, port, server)
        finally:
            server.stop(signal.SIGKILL)  # an orderly end takes more than a second
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def dovecot() -> Iterator[Callable[..., ImapOnly]]:
    """`dovecot(without="MOVE")`: a Dovecot that does not offer it; `introspection`: who knows its tokens."""
    with ExitStack() as stack:

        def start(
            without: str = "", mechanisms: str = "plain login", introspection: str | None = None
        ) -> ImapOnly:
            offers = " ".join(word for word in EVERYTHING.split() if word != without)
            return stack.enter_context(run_dovecot(offers, mechanisms, introspection))

        yield start


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
