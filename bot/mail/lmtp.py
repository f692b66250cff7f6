"""Mail handed in over the network: LMTP (RFC 2033), and plain SMTP (RFC 5321) where it is wanted.

A message is answered with 250 only when `take` has returned, and `take` returns only when the message is
safe. What cannot be kept right now is answered with 4xx, so that the other side keeps it and comes again.
"""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import structlog
from aiosmtpd.smtp import SMTP

from bot.setting_types import Listen

log = structlog.get_logger(__name__)

MAX_BYTES = 25 * 1024 * 1024
MAX_SESSIONS = 200
_IDLE_S = 300.0
_STOP_S = 10.0
_REPORT_EVERY = 256
"""Lines of content after which the connection counts as alive."""


@dataclass(frozen=True)
class Envelope:
    """What the other side said around a message; the sender is empty for `<>`."""

    sender: str
    recipients: tuple[str, ...]
    protocol: str
    """`lmtp` or `smtp`."""


Take = Callable[[bytes, Envelope], None]


class Listener:
    """One listening port, served by a thread of its own.

    `speaks` holds `lmtp`, `smtp` or both: with both the client's greeting (LHLO or EHLO) decides.
    """

    def __init__(
        self,
        listen: Listen,
        take: Take,
        *,
        speaks: Iterable[str] = ("lmtp",),
        max_bytes: int = MAX_BYTES,
        name: str = "mailtriage",
    ) -> None:
        self._listen = listen
        self._take = take
        self.speaks = frozenset(speaks)
        self.max_bytes = max_bytes
        self.name = name
        self.sessions: set[_Session] = set()
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = asyncio.Event()
        self._workers = ThreadPoolExecutor(4, thread_name_prefix="lmtp-take")

    @property
    def port(self) -> int:
        """The real port, also where 0 was asked for."""
        assert self._socket is not None
        return int(self._socket.getsockname()[1])

    def start(self) -> None:
        """Listen. Raises `OSError`, with the address in its words, when that is not possible."""
        family = socket.AF_INET6 if ":" in self._listen.host else socket.AF_INET
        try:
            self._socket = socket.create_server((self._listen.host, self._listen.port), family=family)
        except OSError as error:
            why = os.strerror(error.errno) if error.errno else str(error)
            remedy = "MAILTRIAGE_LMTP_LISTEN sets another address."
            raise OSError(
                error.errno, f"cannot listen for mail on {self._listen}: {why}. {remedy}"
            ) from error
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(
            target=self._serve, args=(self._loop,), name=f"lmtp-{self._listen.port}", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Finish the messages that are being taken, drop the connections, free the port."""
        if self._thread is None or self._loop is None:
            return
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()
        self._workers.shutdown()
        self._thread = None

    def _serve(self, loop: asyncio.AbstractEventLoop) -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(self._serve_until_stopped())

    async def _serve_until_stopped(self) -> None:
        assert self._socket is not None
        server = await asyncio.get_running_loop().create_server(lambda: _Session(self), sock=self._socket)
        await self._stopping.wait()
        server.close()
        for session in tuple(self.sessions):
            if not session.taking:
                session.hang_up()
        busy = [session.done for session in self.sessions if session.taking]
        if busy:
            await asyncio.wait([asyncio.ensure_future(event.wait()) for event in busy], timeout=_STOP_S)
        for session in tuple(self.sessions):
            session.hang_up()
        await server.wait_closed()

    async def take(self, content: bytes, envelope: Envelope) -> str:
        """Keep one message; the reply that tells the other side."""
        try:
            await asyncio.get_running_loop().run_in_executor(self._workers, self._take, content, envelope)
        except OSError as error:
            log.error("mail.not_taken", error=str(error), protocol=envelope.protocol)
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                return "452 4.3.1 There is no space left here; please keep it and try again"
            return "451 4.3.0 It cannot be kept right now; please try again"
        except Exception:
            # A fault of ours must not lose mail: the other side keeps it while somebody mends us.
            log.exception("mail.not_taken", protocol=envelope.protocol)
            return "451 4.3.0 It cannot be kept right now; please try again"
        return "250 2.0.0 Kept"


class _Session(SMTP):
    """One connection. aiosmtpd speaks the protocol; the content is read here, for LMTP's many replies."""

    line_length_limit = 64 * 1024
    """Bytes that are looked at in one go; longer lines are put together again."""

    def __init__(self, listener: Listener) -> None:
        super().__init__(
            listener,
            data_size_limit=listener.max_bytes,
            enable_SMTPUTF8=True,
            hostname=listener.name,
            ident="mailtriage",
            timeout=_IDLE_S,
            loop=asyncio.get_running_loop(),
        )
        self._listener = listener
        self._protocol = "smtp"
        self.taking = False
        self.done = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._listener.sessions.add(self)
        if len(self._listener.sessions) > MAX_SESSIONS:
            self.hang_up()

    def connection_lost(self, error: Exception | None) -> None:
        self._listener.sessions.discard(self)
        self.done.set()
        if self._timeout_handle is not None:
            self._timeout_handle.cancel()
        super().connection_lost(error)

    def hang_up(self) -> None:
        if self.transport is not None:
            self.transport.close()

    async def smtp_LHLO(self, arg: str) -> None:  # noqa: N802 - named by the library
        await self._greet("lmtp", arg)

    async def smtp_EHLO(self, arg: str) -> None:  # noqa: N802
        await self._greet("smtp", arg)

    async def smtp_HELO(self, arg: str) -> None:  # noqa: N802
        if "smtp" in self._listener.speaks:
            await super().smtp_HELO(arg)
        else:
            await self.push("500 5.5.1 This is LMTP: say LHLO")

    async def _greet(self, protocol: str, arg: str) -> None:
        if protocol not in self._listener.speaks:
            other = "LHLO" if protocol == "smtp" else "EHLO"
            await self.push(f"500 5.5.1 Say {other} here")
            return
        self._protocol = protocol
        await super().smtp_EHLO(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if await self.check_helo_needed():
            return
        assert self.envelope is not None
        if arg or not self.envelope.rcpt_tos:
            await self.push("501 5.5.4 Syntax: DATA" if arg else "503 5.5.1 Name a recipient first")
            return
        recipients = tuple(_clean(address) for address in self.envelope.rcpt_tos)
        envelope = Envelope(_clean(self.envelope.mail_from or ""), recipients, self._protocol)
        await self.push("354 Go on; end it with a dot on a line of its own")
        content = await self._read_content()
        if content is None:
            reply = f"552 5.3.4 Too large: {self._listener.max_bytes // 1024 // 1024} MB is the limit"
        else:
            reply = await self._take(content, envelope)
        # RFC 2033 section 4.2: one reply for each recipient that was accepted.
        for _ in recipients if self._protocol == "lmtp" else recipients[:1]:
            await self.push(reply)
        self._set_post_data_state()  # type: ignore[no-untyped-call]

    async def _take(self, content: bytes, envelope: Envelope) -> str:
        self.taking = True
        self.done.clear()
        try:
            return await self._listener.take(content, envelope)
        finally:
            self.taking = False
            self.done.set()

    async def _read_content(self) -> bytes | None:
        """The message without its transparency dots (RFC 5321 section 4.5.2); `None` when it is too large.

        Only CR LF ends a line: a bare LF before the dot must not end a message early (SMTP smuggling).
        """
        kept: list[bytes] = []
        size, lines, at_line_start = 0, 0, True
        while True:
            try:
                chunk = await self._reader.readuntil(b"\r\n")
            except asyncio.LimitOverrunError as overrun:
                chunk = await self._reader.read(overrun.consumed)
            if at_line_start and chunk == b".\r\n":
                return b"".join(kept) if size <= self._listener.max_bytes else None
            size += len(chunk)
            if size <= self._listener.max_bytes:
                kept.append(chunk[1:] if at_line_start and chunk.startswith(b".") else chunk)
            else:
                kept.clear()
            at_line_start = chunk.endswith(b"\r\n")
            lines += 1
            if lines % _REPORT_EVERY == 0:
                self._reset_timeout()


def _clean(address: str) -> str:
    """Without the lone surrogates of bytes that are no UTF-8; `<>`, the null sender, is empty."""
    return "" if address == "<>" else address.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
