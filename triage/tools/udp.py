"""Questions to nameservers over UDP, on connected sockets: a refusal is then heard at once.

Questions that are under way together share a socket, at most 100 in its life; with the next ones comes a
fresh source port (RFC 5452 section 9.2). Being connected, it takes nothing from anybody but that server,
and hears the ICMP message when nothing listens there.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
import threading
import weakref
from weakref import WeakKeyDictionary

import dns.message
import dns.name
import dns.rdatatype

from triage.tools.nameservers import Nameserver

_LARGEST = 65_535
_QUESTIONS_A_SOCKET = 100
_ANSWERS_AT_ONCE = 32
_HEAD = bytes.fromhex("0120 0001 0000 0000 0001")
"""Recursion desired; AD: say what was verified (RFC 6840 section 5.7); one question, one OPT."""
_CLASS_IN = bytes.fromhex("0001")
_OPT = bytes.fromhex("00 0029 04d0 00000000 0000")
"""EDNS(0) with room for 1,232 octets, which no path cuts up (RFC 6891)."""
_NO_QUESTION_BACK = frozenset({1, 2, 4, 5})
"""The rcodes with which a server may leave the question out: FORMERR, SERVFAIL, NOTIMP, REFUSED."""


def question_wire(name: dns.name.Name, rdtype: str) -> bytes:
    """A query as it is sent, but for its id. Raises dns.rdatatype.UnknownRdatatype."""
    kind = int(dns.rdatatype.from_text(rdtype)).to_bytes(2, "big")
    return b"".join((_HEAD, name.to_wire() or b"", kind, _CLASS_IN, _OPT))


class Udp:
    """Asks by UDP, in any number of threads with an event loop each."""

    def __init__(self) -> None:
        self._links: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[Nameserver, _Link]] = (
            WeakKeyDictionary()
        )
        self._lock = threading.Lock()

    async def ask(self, question: bytes, server: Nameserver) -> dns.message.Message:
        """The answer to a `question_wire`, cut off or not; waits for as long as it takes.

        What is not the answer is passed over. Raises OSError (ConnectionRefusedError where nothing
        listens); DNSException or ValueError for an answer that cannot be read.
        """
        with self._lock:
            links = self._links.setdefault(asyncio.get_running_loop(), {})
        link = links.get(server)
        if link is None or link.used_up:
            link = links[server] = _Link(server)
        return dns.message.from_wire(await link.ask(question), ignore_trailing=True)


class _Link:
    """One socket; it closes itself when nothing is under way."""

    def __init__(self, server: Nameserver) -> None:
        loop = asyncio.get_running_loop()
        self._loop = weakref.ref(loop)  # a link that held its loop would keep both for ever
        self._waiting: dict[bytes, tuple[bytes, asyncio.Future[bytes]]] = {}
        self._sent = 0
        family = socket.AF_INET6 if ":" in server[0] else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_DGRAM)
        try:
            self._socket.setblocking(False)
            self._socket.connect(server)
        except OSError:
            self._socket.close()
            raise
        loop.add_reader(self._socket, self._read)

    @property
    def used_up(self) -> bool:
        return self._sent >= _QUESTIONS_A_SOCKET or self._socket.fileno() < 0

    async def ask(self, question: bytes) -> bytes:
        number = secrets.token_bytes(2)
        while number in self._waiting:
            number = secrets.token_bytes(2)
        answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._waiting[number] = (question, answer)
        self._sent += 1
        try:
            self._socket.send(number + question)
            return await answer
        finally:
            self._forget(number)

    def _forget(self, number: bytes) -> None:
        _, answer = self._waiting.pop(number)
        if answer.done() and not answer.cancelled():
            answer.exception()  # seen, even where nobody waits for it any more
        if not self._waiting:
            loop = self._loop()
            if loop is not None:
                loop.remove_reader(self._socket)
            self._socket.close()

    def _read(self) -> None:
        for _ in range(_ANSWERS_AT_ONCE):
            try:
                data = self._socket.recv(_LARGEST)
            except BlockingIOError:
                return
            except OSError as error:
                for _, answer in self._waiting.values():
                    if not answer.done():
                        answer.set_exception(error)
                return
            asked = self._waiting.get(data[:2])
            if asked is not None and not asked[1].done() and _answers(asked[0], data):
                asked[1].set_result(data)


def _answers(question: bytes, data: bytes) -> bool:
    """Whether a packet with our id is a response to our question (RFC 5452 section 9.1)."""
    if len(data) < 12 or data[2] & 0xF8 != 0x80:
        return False
    asked = question[len(_HEAD) : -len(_OPT)]
    if data[4:6] == b"\0\0":
        return data[3] & 0x0F in _NO_QUESTION_BACK
    return data[4:6] == b"\0\1" and data[12 : 12 + len(asked)].lower() == asked.lower()
