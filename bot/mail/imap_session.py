"""One IMAP connection to one mailbox (RFC 9051, 2177, 6851): what is new, one message, and putting it away.

Every method raises `MailboxError` (with words for people) or `ConnectionLost`; nothing else is expected.
"""

from __future__ import annotations

import contextlib
import imaplib
import re
import select
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from bot.mail.oauth import TokenRefused, Tokens, TokenUnreachable
from bot.mail.token_login import authorization, mechanism_of
from bot.setting_types import ServerUrl
from bot.setting_types import is_loopback as is_loopback

CONNECT_S = 20.0
TIMEOUT_S = 60.0
KEYWORD = "$MailtriageDone"
_SIZE = re.compile(rb"RFC822\.SIZE (\d{1,18})")
_UID = re.compile(rb"\bUID (\d{1,10})")
_DONE_MARKED = "keyword"
_FOLDER_CHARS = re.compile(r"[\x00-\x1f\x7f]")
_NOT_OPEN = (OSError, imaplib.IMAP4.abort, EOFError)


class ConnectionLost(Exception):
    """The connection is gone: connect again."""


class MailboxError(Exception):
    """The server said no."""


class LoginRefused(MailboxError):
    pass


Start = Callable[[str, int, int], str]
"""(mailbox, its UIDVALIDITY, its UIDNEXT) -> the search criteria of what is ever looked at; empty: all."""


def everything(mailbox: str, uid_validity: int, uid_next: int) -> str:
    """The start that leaves nothing out, and remembers nothing."""
    return ""


@dataclass(frozen=True)
class Access:
    """How mailboxes are read, beside their addresses."""

    done: str = "mailtriage/done"
    """The folder for what is handled, `/` between its levels; `keyword`: it is marked and stays."""
    tokens: Tokens | None = None
    """For mailboxes without a password."""
    ca_file: Path | None = None
    """Certificates to trust beside the system's."""
    start: Start = everything


@dataclass(frozen=True)
class Stored:
    """What the server says of a message before it is fetched; `arrived_at`: its INTERNALDATE."""

    size: int
    arrived_at: datetime | None


class ImapSession:
    """Use it in one thread; `interrupt` alone may come from another."""

    def __init__(self, url: ServerUrl, access: Access | None = None) -> None:
        self.url = url
        self._access = access or Access()
        self.folder = url.path or "INBOX"
        self.uid_validity = 0
        self.done_folder: str | None = None
        """Where handled messages go; `None`: they are only marked."""
        self.keeps_keyword = True
        """Whether the mark of a handled message stays; else only the ledger knows it."""
        self._start = ""
        with _trouble("cannot reach it"):
            self._box = _connect(url, self._access.ca_file)
            self._client.sock.settimeout(TIMEOUT_S)

    @property
    def _client(self) -> imaplib.IMAP4:
        return self._box.client

    @property
    def can_idle(self) -> bool:
        return "IDLE" in self._client.capabilities

    @property
    def name(self) -> str:
        """The mailbox, so that no other one has this name: user, host, port and folder."""
        who = f"{quote(self.url.user or '', safe='@')}@{self.url.host}:{self.url.port}"
        return f"{who}/{quote(self.folder, safe='/')}"

    def open(self) -> None:
        """Log in, select the folder, and find or make the place for what is done."""
        self._log_in()
        with _trouble(f"cannot open the folder {self.folder}"):
            self._box.folder.set(self.folder)
            self.uid_validity = self._number("UIDVALIDITY")
            uid_next = self._number("UIDNEXT")
        kept = b" ".join(item or b"" for item in self._client.response("PERMANENTFLAGS")[1] or ())
        self.keeps_keyword = not kept or rb"\*" in kept or KEYWORD.lower().encode() in kept.lower()
        self._start = self._access.start(self.name, self.uid_validity, uid_next)
        wanted = self._access.done
        self.done_folder = None if wanted == _DONE_MARKED else self._find_done_folder(wanted)

    def _number(self, name: str) -> int:
        """A number that the server said when the folder was opened; 0: it did not."""
        answer = self._client.response(name)[1]
        return int(answer[0]) if answer and answer[0] else 0

    def waiting(self) -> list[str]:
        """UIDs of what has not been handled, oldest first."""
        unmarked = f"UNKEYWORD {KEYWORD}" if self.keeps_keyword else ""
        criteria = " ".join(filter(None, ("UNDELETED", unmarked, self._start)))
        with _trouble("cannot search"):
            uids = self._box.uids(criteria, charset=None)
        return sorted(uids, key=int)

    def look(self, uid: str) -> Stored | None:
        """Size and time of a message; `None` when it is there no more."""
        for item in self._fetch(uid, "(UID RFC822.SIZE INTERNALDATE)"):
            said = item if isinstance(item, bytes) else item[0]
            match = _SIZE.search(said)
            if match:
                return Stored(int(match[1]), _internal_date(said))
        return None

    def message(self, uid: str, first_bytes: int | None = None) -> bytes | None:
        """The message as it stands on the server, or its beginning; `None` when it is there no more."""
        part = "BODY.PEEK[]" if first_bytes is None else f"BODY.PEEK[]<0.{first_bytes}>"
        for item in self._fetch(uid, f"(UID {part})"):
            if isinstance(item, tuple):
                return bytes(item[1])
        return None

    def put_away(self, uid: str) -> None:
        """Move it to the done folder; where that cannot be, mark it."""
        if self.done_folder is not None and "MOVE" in self._client.capabilities:
            try:
                with _trouble(f"cannot move to {self.done_folder}"):
                    self._box.move(uid, self.done_folder)
            except MailboxError:
                self.done_folder = None
            else:
                return
        flags = f"(\\Seen {KEYWORD})" if self.keeps_keyword else "(\\Seen)"
        with _trouble("cannot mark a message as done"):
            answer, _ = self._client.uid("STORE", uid, "+FLAGS.SILENT", flags)
            if answer != "OK":
                raise MailboxError(f"{self.url}: cannot mark message {uid} as done")

    def idle(self, wake_fd: int, seconds: float) -> None:
        """Wait until the server says something, until `wake_fd` can be read, or until the time is over."""
        client: Any = self._client
        with _trouble("cannot wait for mail"):
            tag = client._command("IDLE")
            # Untagged responses may come before the continuation that ends this loop.
            while client._get_response():
                if client.tagged_commands.get(tag):
                    raise MailboxError(f"{self.url}: it refused IDLE")
            if not self._has_input():
                poller = select.poll()
                poller.register(client.sock.fileno(), select.POLLIN)
                poller.register(wake_fd, select.POLLIN)
                poller.poll(seconds * 1000)
            client.send(b"DONE\r\n")
            self._box.consume_until_tagged_response(tag)

    def close(self) -> None:
        with contextlib.suppress(ImapToolsError, imaplib.IMAP4.error, *_NOT_OPEN):
            self._client.sock.settimeout(2)
            self._box.logout()
        with contextlib.suppress(*_NOT_OPEN):
            self._client.shutdown()

    def ping(self) -> None:
        """Let the server say what is new (NOOP)."""
        with _trouble("the connection does not answer"):
            self._client.noop()

    def interrupt(self) -> None:
        """End whatever the other thread is waiting for."""
        with contextlib.suppress(OSError):
            self._client.sock.shutdown(socket.SHUT_RDWR)

    def _log_in(self) -> None:
        user, password = self.url.user or "", self.url.password
        try:
            with _trouble("cannot log in"):
                if password is None:
                    self._log_in_by_token(user)
                elif user.isascii() and password.isascii():
                    self._box.login(user, password, initial_folder=None)
                else:
                    self._box.login_utf8(user, password, initial_folder=None)
                # A server may offer more after the login (RFC 9051 section 6.1.1).
                answer, words = self._client.capability()
                if answer == "OK" and words and words[-1]:
                    self._client.capabilities = tuple(words[-1].decode("ascii", "replace").upper().split())
        except MailboxError as error:
            raise LoginRefused(f"{self.url}: {error}") from error

    def _log_in_by_token(self, user: str) -> None:
        """A token that the server does not take is replaced once: it may have been withdrawn early."""
        tokens = self._access.tokens
        if tokens is None:
            raise MailboxError("its address holds no password, and MAILTRIAGE_OAUTH_TOKEN_URL is not set")
        mechanism = mechanism_of(item.removeprefix("AUTH=") for item in self._client.capabilities)
        if mechanism is None:
            raise MailboxError("it takes no access tokens (it offers neither XOAUTH2 nor OAUTHBEARER)")
        token = self._token(tokens, user)
        try:
            self._authenticate(mechanism, user, token)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            self._authenticate(mechanism, user, self._token(tokens, user, token))

    def _token(self, tokens: Tokens, user: str, refused: str | None = None) -> str:
        try:
            return tokens.token(user, refused=refused)
        except TokenRefused as error:
            raise MailboxError(str(error)) from error
        except TokenUnreachable as error:
            raise ConnectionLost(f"cannot log in: {error}") from error

    def _authenticate(self, mechanism: str, user: str, token: str) -> None:
        said = [authorization(mechanism, user, token, self.url.host, self.url.port)]
        # A refusal comes as one more challenge: an empty line ends it, or ^A (RFC 7628 section 3.2.3).
        end = b"\x01" if mechanism == "OAUTHBEARER" else b""
        self._client.authenticate(mechanism, lambda _: said.pop() if said else end)

    def _find_done_folder(self, wanted: str) -> str | None:
        prefix, delimiter = self._namespace()
        levels = wanted.split("/")
        name = f"{prefix}{delimiter.join(levels)}" if delimiter else "-".join(levels)
        try:
            with _trouble(f"cannot make the folder {name}"):
                if not self._box.folder.exists(name):
                    self._box.folder.create(name)
                    self._box.folder.subscribe(name, True)
        except MailboxError:
            return None
        return name

    def _namespace(self) -> tuple[str, str]:
        """The prefix of the user's own folders, and what separates levels (RFC 2342)."""
        with contextlib.suppress(imaplib.IMAP4.error):
            if "NAMESPACE" in self._client.capabilities:
                answer, data = self._client.namespace()
                found = re.match(rb'\(\("([^"]{0,64})" "([^"]{1,2})"\)', data[0] or b"")
                if answer == "OK" and found:
                    return found[1].decode("ascii", "replace"), found[2].decode("ascii", "replace")[-1]
        return "", ""

    def _fetch(self, uid: str, parts: str) -> list[Any]:
        """What came for this UID; servers mix in what they have to say of other messages."""
        with _trouble("cannot fetch a message"):
            answer, data = self._client.uid("FETCH", uid, parts)
        if answer != "OK":
            raise MailboxError(f"{self.url}: cannot fetch message {uid}")
        heads = [(item[0] if isinstance(item, tuple) else item, item) for item in data if item]
        return [item for head, item in heads if (found := _UID.search(head)) and found[1] == uid.encode()]

    def _has_input(self) -> bool:
        """Whether bytes lie in the client's buffer already, where `poll` does not see them."""
        client: Any = self._client
        client.sock.settimeout(0)
        try:
            return bool(client.file.peek(1))
        except OSError:
            return False
        finally:
            client.sock.settimeout(TIMEOUT_S)


@contextlib.contextmanager
def _trouble(what: str) -> Iterator[None]:
    """Tell a lost connection from a server that says no."""
    try:
        yield
    except _NOT_OPEN as error:
        raise ConnectionLost(f"{what}: {_words(error)}") from error
    except (imaplib.IMAP4.error, ImapToolsError, UnicodeError, ValueError) as error:
        raise MailboxError(f"{what}: {_words(error)}") from error


def _words(error: BaseException) -> str:
    """One short line of an error, with nothing of what was sent (a password)."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted ({error.verify_message})"
    text = str(error) or type(error).__name__
    return _FOLDER_CHARS.sub(" ", text)[:200]


def _internal_date(said: bytes) -> datetime | None:
    """The INTERNALDATE of a FETCH response (RFC 9051 section 2.3.3)."""
    local = imaplib.Internaldate2tuple(said)
    with contextlib.suppress(OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(time.mktime(local), UTC) if local is not None else None
    return None


def try_mailbox(url: ServerUrl, access: Access | None = None) -> str | None:
    """What keeps us from this mailbox, in words; `None` when all is well."""
    session: ImapSession | None = None
    try:
        session = ImapSession(url, access)
        session.open()
    except (ConnectionLost, MailboxError) as error:
        return f"{url}: {error}"
    finally:
        if session is not None:
            session.close()
    return None


class _Upgraded(MailBoxUnencrypted):
    """`imap://`: beyond this host only with STARTTLS, so that no password travels in the clear."""

    def __init__(self, host: str, port: int, ca_file: Path | None) -> None:
        self._ca_file = ca_file
        super().__init__(host, port, timeout=CONNECT_S)

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        client = super()._get_mailbox_client()
        if is_loopback(self._host):
            return client
        if "STARTTLS" not in client.capabilities:
            client.shutdown()
            raise MailboxError("it offers no encryption (STARTTLS), so the password is not sent")
        client.starttls(tls_context(self._ca_file))
        return client


def tls_context(ca_file: Path | None = None) -> ssl.SSLContext:
    """Verifies name and certificate, by the system's authorities and those of `ca_file`. Raises `OSError`."""
    context = ssl.create_default_context()
    if ca_file is not None:
        context.load_verify_locations(ca_file)
    return context


def _connect(url: ServerUrl, ca_file: Path | None) -> BaseMailBox:
    if url.scheme == "imaps":
        return MailBox(url.host, url.port, timeout=CONNECT_S, ssl_context=tls_context(ca_file))
    return _Upgraded(url.host, url.port, ca_file)
