"""Real mail servers on loopback: Postfix for our side, Postfix for a remote side that refuses, and Dovecot.

Our side (`mx.help.test`) delivers `help.test` and `customer.test` into Dovecot, hands `desk.test` to an LMTP
server that a test starts itself on `desk_lmtp_port`, and relays `remote.test` to the other. The remote side
(`mx.remote.test`) knows only `bob@remote.test` and refuses the rest by table.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest

HOST = "127.0.0.1"
PASSWORD = "secret"
DELIVERY_USER = "mailtriage-peers"
PATIENCE_S = 30.0


@dataclass
class Server:
    """One server process that a test may stop, kill and start again."""

    name: str
    command: tuple[str, ...]
    log: Path
    ports: tuple[int, ...]
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        # Children of one that was killed may hold its sockets for a moment, and would answer in its place.
        wait_until(self._has_left, f"nobody is on the ports of {self.name}", self.log)
        wait_until(self._starts, f"{self.name} starts", self.log)

    def _has_left(self) -> bool:
        return not any(is_open(port) for port in self.ports)

    def _starts(self) -> bool:
        """`False`: it ended at once, as one does whose port is taken."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        try:
            for port in self.ports:
                wait_until(partial(self._answers, port), f"{self.name} on port {port}", self.log)
        except ChildProcessError:
            return False
        return True

    def _answers(self, port: int) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            raise ChildProcessError(f"{self.name} ended at once")
        return is_open(port)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it, and whatever it started; SIGKILL is the hard way."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(how)
        try:
            self.process.wait(PATIENCE_S)
        finally:
            # A killed master leaves children that hold the ports.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process = None


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


def wait_until(true: Callable[[], object], what: str, log: Path | None = None) -> None:
    """Ask again until it is so; raises `TimeoutError` with the end of the log."""
    end = time.monotonic() + PATIENCE_S
    while not true():
        if time.monotonic() > end:
            tail = log.read_text(errors="replace")[-4000:] if log is not None and log.exists() else ""
            raise TimeoutError(f"not in {PATIENCE_S:.0f} s: {what}\n{tail}")
        time.sleep(0.05)


def is_open(port: int) -> bool:
    """Whether somebody answers there."""
    with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on right now."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for item in sockets:
            item.bind((HOST, 0))
        return [item.getsockname()[1] for item in sockets]
    finally:
        for item in sockets:
            item.close()


_MAIN_CF = """\
compatibility_level = 3.6
queue_directory = {c}/spool
data_directory = {c}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
shlib_directory = /usr/lib/postfix
meta_directory = /etc/postfix
maillog_file = {c}/maillog
maillog_file_prefixes = /var, /dev/stdout, {c}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtp_bind_address = 127.0.0.1
mynetworks = 127.0.0.0/8
smtpd_peername_lookup = no
smtp_dns_support_level = disabled
smtp_host_lookup = native
bounce_queue_lifetime = 1h
minimal_backoff_time = 1s
maximal_backoff_time = 5s
queue_run_delay = 1s
biff = no
enable_long_queue_ids = yes
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
notify_classes =
"""

_OUR_CF = """\
myhostname = mx.help.test
virtual_mailbox_domains = help.test, customer.test, desk.test
virtual_mailbox_maps = static:x
virtual_transport = lmtp:inet:127.0.0.1:{dovecot_lmtp}
relay_domains =
smtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination
transport_maps = texthash:{c}/transport
message_size_limit = 60000000
virtual_mailbox_limit = 60000000
delay_warning_time = 1s
smtpd_tls_cert_file = {folder}/dovecot/cert.pem
smtpd_tls_key_file = {folder}/dovecot/key.pem
"""

_OUR_TRANSPORT = """\
remote.test smtp:[127.0.0.1]:{remote}
down.test smtp:[127.0.0.1]:1
help.test lmtp:inet:127.0.0.1:{dovecot_lmtp}
customer.test lmtp:inet:127.0.0.1:{dovecot_lmtp}
desk.test lmtp:inet:127.0.0.1:{desk_lmtp}
* error:5.4.4 Host or domain name not found. Name service error: Host not found
"""

_REMOTE_CF = """\
myhostname = mx.remote.test
virtual_mailbox_domains = remote.test
virtual_mailbox_maps = texthash:{c}/mailboxes
virtual_transport = discard:
message_size_limit = 20000
smtpd_recipient_restrictions = check_recipient_access texthash:{c}/recipients, reject_unlisted_recipient,
    permit_mynetworks, reject_unauth_destination
header_checks = regexp:{c}/headers
transport_maps = inline:{{ {{ customer.test = smtp:[127.0.0.1]:{ours} }} }}
"""

_REMOTE_RECIPIENTS = """\
full@remote.test   552 5.2.2 The mailbox of this person is over its quota
dmarc@remote.test  550 5.7.26 Mail from customer.test is not authenticated, see its DMARC policy
rbl@remote.test    554 5.7.1 Client host [192.0.2.10] blocked using bl.remote.test
grey@remote.test   450 4.2.0 Greylisted, please come again
"""

_SUBMISSIONS = """\
127.0.0.1:{port} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_sasl_type=dovecot
  -o smtpd_sasl_path=inet:127.0.0.1:{auth}
  -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject
  -o mynetworks=
"""

_MASTER_CF = """\
127.0.0.1:{port} inet n - n - - smtpd
tlsmgr    unix - - n 1000? 1 tlsmgr
pickup    unix n - n 60 1 pickup
cleanup   unix n - n - 0 cleanup
qmgr      unix n - n 300 1 qmgr
rewrite   unix - - n - - trivial-rewrite
bounce    unix - - n - 0 bounce
defer     unix - - n - 0 bounce
trace     unix - - n - 0 bounce
verify    unix - - n - 1 verify
flush     unix n - n 1000? 0 flush
proxymap  unix - - n - - proxymap
smtp      unix - - n - - smtp
relay     unix - - n - - smtp
showq     unix n - n - - showq
error     unix - - n - - error
retry     unix - - n - - error
discard   unix - - n - - discard
virtual   unix - n n - - virtual
lmtp      unix - - n - - lmtp
anvil     unix - - n - 1 anvil
scache    unix - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
"""

_DOVECOT_CONF = """\
base_dir = {c}/run
state_dir = {c}/state
log_path = {c}/log
protocols = imap lmtp
listen = 127.0.0.1
ssl = yes
ssl_cert = <{c}/cert.pem
ssl_key = <{c}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:{c}/mail/%u
mail_uid = {user}
mail_gid = {user}
first_valid_uid = 1
mail_max_userip_connections = 100
passdb {{
  driver = static
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
protocol lmtp {{
  postmaster_address = postmaster@help.test
}}
"""


def _postfix(folder: Path, name: str, port: int, settings: str, tables: dict[str, str]) -> Server:
    home = folder / name
    (home / "spool").mkdir(parents=True)
    (home / "data").mkdir()
    shutil.chown(home / "data", "postfix")
    for table, text in tables.items():
        (home / table).write_text(text)
    (home / "main.cf").write_text(_MAIN_CF.format(c=home) + settings.replace("{c}", str(home)))
    (home / "master.cf").write_text(_MASTER_CF.format(port=port))
    # Lays out the queue. The master is then started as our own child: `postfix start-fg` would detach it.
    subprocess.run(["/usr/sbin/postfix", "-c", str(home), "check"], check=True, capture_output=True)
    command = ("/usr/lib/postfix/sbin/master", "-d", "-c", str(home))
    return Server(name, command, home / "maillog", (port,))


def _certificate(home: Path) -> None:
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost"
    files = ["-keyout", str(home / "key.pem"), "-out", str(home / "cert.pem")]
    names = ["-addext", "subjectAltName=DNS:localhost"]
    subprocess.run(["openssl", *words.split(), *files, *names], check=True, capture_output=True)


def _dovecot(folder: Path, imap: int, imaps: int, lmtp: int, auth: int) -> Server:
    home = folder / "dovecot"
    for name in ("run", "state", "mail"):
        (home / name).mkdir(parents=True)
    shutil.chown(home / "mail", DELIVERY_USER)
    _certificate(home)
    text = _DOVECOT_CONF.format(
        c=home, user=DELIVERY_USER, password=PASSWORD, imap=imap, imaps=imaps, lmtp=lmtp, auth=auth
    )
    (home / "dovecot.conf").write_text(text)
    command = ("/usr/sbin/dovecot", "-F", "-c", str(home / "dovecot.conf"))
    return Server("dovecot", command, home / "log", (imap, imaps, lmtp, auth))


def _lay_out(folder: Path) -> MailServers:
    ours, submissions, remote, imap, imaps, lmtp, auth, desk_lmtp = free_ports(8)
    our_side = _postfix(
        folder,
        "ours",
        ours,
        _OUR_CF.replace("{dovecot_lmtp}", str(lmtp)).replace("{folder}", str(folder)),
        {"transport": _OUR_TRANSPORT.format(remote=remote, dovecot_lmtp=lmtp, desk_lmtp=desk_lmtp)},
    )
    with (folder / "ours" / "master.cf").open("a") as master:
        master.write(_SUBMISSIONS.format(port=submissions, auth=auth))
    our_side = replace(our_side, ports=(ours, submissions))
    remote_side = _postfix(
        folder,
        "remote",
        remote,
        _REMOTE_CF.replace("{ours}", str(ours)).replace("{{", "{").replace("}}", "}"),
        {
            "mailboxes": "bob@remote.test x\n",
            "recipients": _REMOTE_RECIPIENTS,
            "headers": "/^Subject:.*lottery/ REJECT 5.7.1 This looks like spam (score 12.3)\n",
        },
    )
    dovecot = _dovecot(folder, imap, imaps, lmtp, auth)
    ca_file = folder / "dovecot" / "cert.pem"
    return MailServers(
        folder,
        ours,
        submissions,
        remote,
        imap,
        imaps,
        lmtp,
        desk_lmtp,
        ca_file,
        our_side,
        remote_side,
        dovecot,
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
