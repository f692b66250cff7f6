"""One IMAP connection to one mailbox (RFC 9051, 2177, 6851): what is new, one message, and putting it away.

Every method raises `MailboxError` (with words for people) or `ConnectionLost`; nothing else is expected.
"""

from __future__ import annotations

import contextlib
import imaplib
import re
import select
import socket
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from bot.mail.imap.access import MARKED, Access
from bot.mail.imap.connect import connect
from bot.mail.imap.done import find_done_folder
from bot.mail.imap.login import log_in
from bot.mail.imap.trouble import GONE, REFUSED, ConnectionLost, MailboxError, trouble
from bot.setting_types import ServerUrl

TIMEOUT_S = 60.0
OPEN_S = 30.0
KEYWORD = "$MailtriageDone"
_SIZE = re.compile(rb"RFC822\.SIZE (\d{1,18})")
_UID = re.compile(rb"\bUID (\d{1,10})")


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
        with trouble("cannot reach it"):
            self._box = connect(url, self._access.ca_file)
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
        """Log in, select the folder, and find or make the place for what is done.

        As a whole it has its time: a server may go on saying that it is still waiting for its own parts.
        """
        deadline = threading.Timer(OPEN_S, self.interrupt)
        deadline.daemon = True
        deadline.start()
        try:
            self._open()
        finally:
            deadline.cancel()

    def _open(self) -> None:
        log_in(self._box, self.url, self._access.tokens)
        with trouble(f"cannot open the folder {self.folder}"):
            self._box.folder.set(self.folder)
            self.uid_validity = self._number("UIDVALIDITY")
            uid_next = self._number("UIDNEXT")
        kept = b" ".join(item or b"" for item in self._client.response("PERMANENTFLAGS")[1] or ())
        self.keeps_keyword = not kept or rb"\*" in kept or KEYWORD.lower().encode() in kept.lower()
        self._start = self._access.start(self.name, self.uid_validity, uid_next)
        wanted = self._access.done
        self.done_folder = None if wanted == MARKED else find_done_folder(self._box, wanted)

    def _number(self, name: str) -> int:
        """A number that the server said when the folder was opened; 0: it did not."""
        answer = self._client.response(name)[1]
        return int(answer[0]) if answer and answer[0] else 0

    def waiting(self) -> list[str]:
        """UIDs of what has not been handled, oldest first."""
        unmarked = f"UNKEYWORD {KEYWORD}" if self.keeps_keyword else ""
        criteria = " ".join(filter(None, ("UNDELETED", unmarked, self._start)))
        with trouble("cannot search"):
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
        """Move it to the done folder, unless it has left already; where that cannot be, mark it."""
        if self.done_folder is not None and "MOVE" in self._client.capabilities:
            try:
                with trouble(f"cannot move to {self.done_folder}"):
                    self._box.move(uid, self.done_folder)
            except MailboxError:
                if self._is_gone(uid):
                    return
                self.done_folder = None
            else:
                return
        flags = f"(\\Seen {KEYWORD})" if self.keeps_keyword else "(\\Seen)"
        with trouble("cannot mark a message as done"):
            answer, _ = self._client.uid("STORE", uid, "+FLAGS.SILENT", flags)
            if answer != "OK":
                raise MailboxError(f"cannot mark message {uid} as done")

    def _is_gone(self, uid: str) -> bool:
        """Whether somebody else took it out of the folder: a second intake, or a person."""
        self.ping()
        return self.look(uid) is None

    def idle(self, wake_fd: int, seconds: float) -> None:
        """Wait until the server says something, until `wake_fd` can be read, or until the time is over."""
        client: Any = self._client
        with trouble("cannot wait for mail"):
            tag = client._command("IDLE")
            # Untagged responses may come before the continuation that ends this loop.
            while client._get_response():
                if client.tagged_commands.get(tag):
                    raise MailboxError("it refused IDLE")
            if not self._has_input():
                poller = select.poll()
                poller.register(client.sock.fileno(), select.POLLIN)
                poller.register(wake_fd, select.POLLIN)
                poller.poll(seconds * 1000)
            client.send(b"DONE\r\n")
            self._box.consume_until_tagged_response(tag)

    def close(self) -> None:
        with contextlib.suppress(*REFUSED, *GONE):
            self._client.sock.settimeout(2)
            self._box.logout()
        with contextlib.suppress(*GONE):
            self._client.shutdown()

    def ping(self) -> None:
        """Let the server say what is new (NOOP)."""
        with trouble("the connection does not answer"):
            self._client.noop()

    def interrupt(self) -> None:
        """End whatever the other thread is waiting for."""
        with contextlib.suppress(OSError):
            self._client.sock.shutdown(socket.SHUT_RDWR)

    def _fetch(self, uid: str, parts: str) -> list[Any]:
        """What came for this UID; servers mix in what they have to say of other messages."""
        with trouble("cannot fetch a message"):
            answer, data = self._client.uid("FETCH", uid, parts)
        if answer != "OK":
            raise MailboxError(f"cannot fetch message {uid}")
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
