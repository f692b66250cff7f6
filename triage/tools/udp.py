"""One question to one nameserver over UDP, on a connected socket: a refusal is then heard at once.

A socket of its own for each question gives each a fresh source port (RFC 5452 section 9.2); being connected,
it takes nothing from anybody but that server, and hears the ICMP message when nothing listens there.
"""

from __future__ import annotations

import asyncio

import dns.exception
import dns.message

from triage.tools.nameservers import Nameserver


class _Exchange(asyncio.DatagramProtocol):
    """Waits for the answer to one question; what is not that answer is passed over."""

    def __init__(self, query: dns.message.Message, done: asyncio.Future[dns.message.Message]) -> None:
        self._query = query
        self._wire_id = query.id.to_bytes(2, "big")
        self._done = done

    def datagram_received(self, data: bytes, addr: object) -> None:
        if data[:2] != self._wire_id or self._done.done():
            return
        try:
            answer = dns.message.from_wire(data, ignore_trailing=True)
            if self._query.is_response(answer):
                self._done.set_result(answer)
        except (dns.exception.DNSException, ValueError) as error:
            self._done.set_exception(error)

    def error_received(self, exc: Exception) -> None:
        if not self._done.done():
            self._done.set_exception(exc)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._done.done():
            self._done.set_exception(exc or OSError("the socket was closed"))


async def ask_by_udp(query: dns.message.Message, server: Nameserver, timeout_s: float) -> dns.message.Message:
    """The answer, cut off or not.

    Raises TimeoutError; OSError (ConnectionRefusedError where nothing listens); DNSException or ValueError
    for an answer that cannot be read.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[dns.message.Message] = loop.create_future()
    transport, _ = await loop.create_datagram_endpoint(lambda: _Exchange(query, done), remote_addr=server)
    try:
        transport.sendto(query.to_wire())
        async with asyncio.timeout(timeout_s):
            return await done
    finally:
        # nobody waits any more: what the closing socket still says must not count as a lost exception
        done.cancel()
        transport.close()
