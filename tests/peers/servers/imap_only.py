"""A Dovecot of a test's own, which offers what the test says."""

from __future__ import annotations

import imaplib
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.peers.servers.dovecot import PASSWORD
from tests.peers.servers.dovecot import dovecot as lay_out
from tests.peers.servers.ports import HOST, free_port
from tests.peers.servers.process import Server

_MORE = """\
auth_mechanisms = {mechanisms}
mail_plugins = acl
plugin {{
  acl = vfile
}}
protocol imap {{
  imap_capability = {offers}
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
        more = _MORE.format(mechanisms=mechanisms, offers=offers)
        if introspection:
            more += _TOKENS.format(c=folder)
            (folder / "tokens.conf").write_text(_TOKENS_CONF.format(url=introspection))
        port = free_port()
        server = lay_out(folder, port, more)
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
