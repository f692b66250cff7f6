"""Real mail servers on loopback: Postfix for our side, Postfix for a remote side that refuses, and Dovecot.

Our side (`mx.help.test`) delivers `help.test` and `customer.test` into Dovecot, hands `desk.test` to an LMTP
server that a test starts itself on `desk_lmtp_port`, and relays `remote.test` to the other. The remote side
(`mx.remote.test`) knows only `bob@remote.test` and refuses the rest by table.
"""

from __future__ import annotations

import contextlib
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.peers.servers.dovecot import PASSWORD, dovecot
from tests.peers.servers.ports import HOST, free_ports
from tests.peers.servers.postfix import our_side, remote_side
from tests.peers.servers.process import Server

_DOVECOT_MORE = """\
protocols = imap lmtp
ssl = yes
ssl_cert = <{c}/cert.pem
ssl_key = <{c}/key.pem
service imap-login {{
  inet_listener imaps {{
    address = 127.0.0.1
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
service auth {{
  inet_listener {{
    address = 127.0.0.1
    port = {auth}
  }}
}}
protocol lmtp {{
  postmaster_address = postmaster@help.test
}}
"""


@dataclass(frozen=True)
class MailServers:
    """Where everything is. Any address of `help.test` and `customer.test` is a mailbox."""

    folder: Path
    smtp_port: int
    submissions_port: int
    """SMTP within TLS from the start (RFC 8314), only after a login."""
    remote_smtp_port: int
    imap_port: int
    imaps_port: int
    dovecot_lmtp_port: int
    desk_lmtp_port: int
    ca_file: Path
    postfix: Server
    remote_postfix: Server
    dovecot: Server
    host: str = HOST
    password: str = field(default=PASSWORD, repr=False)

    @property
    def smtp_url(self) -> str:
        return f"smtp://{HOST}:{self.smtp_port}"

    def postfix_is_idle(self) -> bool:
        """Whether our Postfix has nothing left to deliver.

        A mail is only in its queue once its file is executable; a killed Postfix leaves others behind.
        """
        spool = self.folder / "ours" / "spool"
        files = (path for queue in ("incoming", "active", "deferred") for path in (spool / queue).rglob("*"))
        return not any(_is_queued(path) for path in files)

    def imap_url(self, address: str, folder: str = "INBOX", tls: bool = False) -> str:
        who = f"{quote(address, safe='')}:{PASSWORD}"
        if tls:
            return f"imaps://{who}@localhost:{self.imaps_port}/{folder}"
        return f"imap://{who}@{HOST}:{self.imap_port}/{folder}"


def _is_queued(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:  # delivered just now
        return False
    return stat.S_ISREG(mode) and bool(mode & stat.S_IXUSR)


def _certificate(home: Path) -> None:
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost"
    files = ["-keyout", str(home / "key.pem"), "-out", str(home / "cert.pem")]
    names = ["-addext", "subjectAltName=DNS:localhost"]
    subprocess.run(["openssl", *words.split(), *files, *names], check=True, capture_output=True)


def _lay_out(folder: Path) -> MailServers:
    ours, submissions, remote, imap, imaps, lmtp, auth, desk_lmtp = free_ports(8)
    home = folder / "dovecot"
    home.mkdir()
    _certificate(home)
    more = _DOVECOT_MORE.format(c=home, imaps=imaps, lmtp=lmtp, auth=auth)
    told = {"remote": remote, "dovecot_lmtp": lmtp, "desk_lmtp": desk_lmtp, "auth": auth}
    return MailServers(
        folder=folder,
        smtp_port=ours,
        submissions_port=submissions,
        remote_smtp_port=remote,
        imap_port=imap,
        imaps_port=imaps,
        dovecot_lmtp_port=lmtp,
        desk_lmtp_port=desk_lmtp,
        ca_file=home / "cert.pem",
        postfix=our_side(folder, ours, submissions, told),
        remote_postfix=remote_side(folder, remote, ours),
        dovecot=dovecot(home, imap, more, (imaps, lmtp, auth)),
    )


@contextlib.contextmanager
def run_mail_servers() -> Iterator[MailServers]:
    """Start all three in a throw-away folder, as root; stop them and remove the folder at the end."""
    # Not below pytest's own folder: the servers drop root and must still get there, by short socket paths.
    folder = Path(tempfile.mkdtemp(prefix="mt-mail-"))
    folder.chmod(0o755)
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        servers = _lay_out(folder)
        for server in (servers.dovecot, servers.remote_postfix, servers.postfix):
            stack.callback(server.stop)
            server.start()
        yield servers


@pytest.fixture(scope="session")
def mail_servers() -> Iterator[MailServers]:
    """The servers, once for all tests of a run: use mailboxes of your own test's name."""
    with run_mail_servers() as servers:
        yield servers
