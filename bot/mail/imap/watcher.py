"""Taking mail out of a mailbox: keep it, put it away, wait for more; connect again when the line is cut.

A message is moved only after `take` has returned, so a kill in between means that it is taken again, under
the same key. One message that cannot be taken stays where it is and holds up no other.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.mail.imap.access import Access
from bot.mail.imap.connect import CONNECT_S
from bot.mail.imap.session import ImapSession
from bot.mail.imap.trouble import ConnectionLost, LoginRefused, MailboxError
from bot.setting_types import ServerUrl

log = structlog.get_logger(__name__)

MAX_BYTES = 25 * 1024 * 1024
_RENEW_IDLE_S = 280.0
"""Many gateways forget a connection that is silent for five minutes; RFC 2177 allows 29."""
_POLL_S = 15.0
"""Between looks at a server without IDLE."""
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.5, 60.0
_AFTER_REFUSAL_S = 30.0
"""Not sooner after a refused login: servers lock out whom they see too often."""
_STEADY_S = 60.0
"""A connection that lasted so long, or on which a message was handled, was a good one."""
_BREAKS_OFTEN = 3
"""A line that breaks so often on one message does not break by chance."""
_STOP_S = 5.0


@dataclass(frozen=True)
class Fetched:
    """One message of a mailbox. `key` names it for good; `too_large`: its size, and `raw` its beginning."""

    key: str
    raw: bytes
    too_large: int | None = None
    done_folder: str | None = None
    """Where it goes now; `None`: it stays where it is, marked."""
    arrived_at: datetime | None = None
    """When the server received it (INTERNALDATE)."""


Take = Callable[[Fetched, ServerUrl], None]


def _nothing_known(key: str) -> bool:
    return False


class ImapWatcher:
    """Watches one mailbox, in a thread of its own.

    `is_known`: whether the message of this key was taken before, so that it need not be fetched again.
    """

    def __init__(
        self,
        url: ServerUrl,
        take: Take,
        max_bytes: int = MAX_BYTES,
        *,
        access: Access | None = None,
        is_known: Callable[[str], bool] = _nothing_known,
    ) -> None:
        self.url = url
        self._take = take
        self._max_bytes = max_bytes
        self._access, self._is_known = access, is_known
        self._stopping = threading.Event()
        self._session: ImapSession | None = None
        self._issue: str | None = f"{url}: not connected yet"
        self._stuck: dict[str, str] = {}
        self._lost_on: dict[str, int] = {}
        self._steady = False
        self._wake_read, self._wake_write = os.pipe()
        self._thread = threading.Thread(target=self._run, name=f"imap-{url.host}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def ask_to_stop(self) -> None:
        """Returns at once; `stop` waits."""
        self._stopping.set()
        os.write(self._wake_write, b"x")

    def stop(self) -> None:
        """Returns when the thread has ended."""
        self.ask_to_stop()
        if self._thread.is_alive():
            self._thread.join(_STOP_S)
            session = self._session
            if self._thread.is_alive() and session is not None:
                session.interrupt()
            self._thread.join(CONNECT_S)
        if not self._thread.is_alive():
            os.close(self._wake_read)
            os.close(self._wake_write)

    def issues(self) -> list[str]:
        """What is wrong right now."""
        found = [self._issue] if self._issue else []
        for uid, why in self._stuck.copy().items():
            found.append(f"{self.url}: message {uid} cannot be taken or put away: {why}")
        for uid, times in self._lost_on.copy().items():
            if times >= _BREAKS_OFTEN:
                found.append(f"{self.url}: message {uid} cannot be taken: the line broke on it {times} times")
        return found

    def _run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            begun, self._steady = time.monotonic(), False
            try:
                self._visit()
            except Exception as error:
                if not isinstance(error, ConnectionLost | MailboxError):
                    # A bug of ours must not end the watch for good, unseen.
                    log.exception("imap.stumbled", mailbox=str(self.url))
                # A server that takes logins and then breaks off is given time, too.
                steady = self._steady or time.monotonic() - begun >= _STEADY_S
                failures = self._note(error, 0 if steady else failures)

    def _visit(self) -> None:
        """One connection, from the login to its end."""
        session = ImapSession(self.url, self._access)
        self._session = session
        try:
            session.open()
            self._issue = None
            log.info("imap.connected", mailbox=str(self.url), done_folder=session.done_folder)
            self._watch(session)
        finally:
            self._session = None
            session.close()

    def _note(self, error: Exception, failures: int) -> int:
        """Say what happened and wait, longer each time and not all at the same time."""
        if self._stopping.is_set():
            return failures
        self._issue = f"{self.url}: {error}"
        longest = min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2 ** min(failures, 10))
        if isinstance(error, LoginRefused):
            longest = max(longest, _AFTER_REFUSAL_S)
        pause = longest * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, guards nothing
        log.warning("imap.lost", mailbox=str(self.url), error=str(error), pause_s=round(pause, 1))
        self._stopping.wait(pause)
        return failures + 1

    def _watch(self, session: ImapSession) -> None:
        done: set[str] = set()
        self._stuck.clear()
        while not self._stopping.is_set():
            new = [uid for uid in session.waiting() if uid not in done]
            self._lost_on = {uid: self._lost_on[uid] for uid in new if uid in self._lost_on}
            new.sort(key=lambda uid: (self._lost_on.get(uid, 0), int(uid)))
            failed = len([uid for uid in new if not self._handle(session, uid, done)])
            if len(new) > failed:
                continue
            if failed:
                self._stopping.wait(_FIRST_PAUSE_S * 2 + random.uniform(0, _FIRST_PAUSE_S))  # noqa: S311
            if session.can_idle:
                session.idle(self._wake_read, _POLL_S if failed else _RENEW_IDLE_S)
            else:
                self._stopping.wait(_POLL_S)
                session.ping()

    def _handle(self, session: ImapSession, uid: str, done: set[str]) -> bool:
        """Take one message and put it away; whether that went well. `done`: never look at it again."""
        if self._stopping.is_set():
            return False
        key = f"imap:{session.name}:{session.uid_validity}:{uid}"
        try:
            if self._is_known(key):
                there = True
            else:
                fetched = self._fetch(session, uid, key)
                there = fetched is not None
                if fetched is not None:
                    self._take(fetched, self.url)
            done.add(uid)
            if there:
                session.put_away(uid)
        except ConnectionLost:
            # It may be this message that the server breaks on: the others first, next time.
            self._lost_on[uid] = self._lost_on.get(uid, 0) + 1
            raise
        except Exception as error:
            # Whatever it is (a full disk, a message that the server cannot give): the next one does not wait.
            why = (str(error) or type(error).__name__).splitlines()[0][:200]
            self._stuck[uid] = why
            log.warning("imap.not_taken", mailbox=str(self.url), uid=uid, error=why)
            return False
        self._stuck.pop(uid, None)
        self._lost_on.pop(uid, None)
        self._steady = True
        return True

    def _fetch(self, session: ImapSession, uid: str, key: str) -> Fetched | None:
        stored = session.look(uid)
        if stored is None:
            return None
        too_large = stored.size if stored.size > self._max_bytes else None
        raw = session.message(uid, self._max_bytes if too_large else None)
        if raw is None:
            return None
        return Fetched(key, raw, too_large, session.done_folder, stored.arrived_at)
