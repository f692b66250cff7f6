"""One question over UDP, with a peer on loopback that says what the test wants."""

from __future__ import annotations

import asyncio
import gc
import socket
import weakref
from collections.abc import Callable
from typing import cast

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rrset
import pytest

from triage.tools.protocols import Outcome
from triage.tools.resolver import DnsResolver
from triage.tools.udp import Udp, question_wire

Reply = Callable[[dns.message.Message], list[bytes]]
QUESTION = question_wire(dns.name.from_text("s.test"), "A")
LONG_S = 20.0
"""Longer than anybody would wait: a test that needs it fails by the test's own time limit."""


class Peer(asyncio.DatagramProtocol):
    def __init__(self, reply: Reply) -> None:
        self._reply = reply

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        for wire in self._reply(dns.message.from_wire(data)):
            self._transport.sendto(wire, addr)


def good(query: dns.message.Message, flags: int = 0) -> dns.message.Message:
    answer = dns.message.make_response(query)
    answer.flags |= flags
    answer.answer.append(dns.rrset.from_text(query.question[0].name, 60, "IN", "A", "192.0.2.1"))
    return answer


def forged(query: dns.message.Message) -> list[bytes]:
    """A wrong id, a wrong question and then the right answer."""
    other = dns.message.make_query("other.test", "A", id=query.id)
    wrong_id = good(query).to_wire()
    return [
        bytes([wrong_id[0] ^ 0xFF]) + wrong_id[1:],
        good(other).to_wire(),
        b"\0",
        good(query).to_wire(),
    ]


async def ask(reply: Reply) -> dns.message.Message:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: Peer(reply), local_addr=("127.0.0.1", 0))
    try:
        port = transport.get_extra_info("sockname")[1]
        return await Udp().ask(QUESTION, ("127.0.0.1", port))
    finally:
        transport.close()


def test_only_the_answer_to_the_question_counts() -> None:
    assert asyncio.run(ask(forged)).answer[0].to_text().endswith("192.0.2.1")


def test_an_answer_that_cannot_be_read_is_told() -> None:
    with pytest.raises(dns.exception.DNSException):
        asyncio.run(ask(lambda query: [good(query).to_wire()[:-3]]))


def test_where_nothing_listens_the_refusal_is_heard_at_once() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    answer = asyncio.run(DnsResolver([("127.0.0.1", port)], LONG_S).query("s.test", "A"))
    assert answer.outcome is Outcome.REFUSED


def test_a_loop_that_has_ended_is_not_kept() -> None:
    udp = Udp()
    kept: list[weakref.ref[asyncio.AbstractEventLoop]] = []

    async def ask_nobody() -> None:
        kept.append(weakref.ref(asyncio.get_running_loop()))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        with pytest.raises(ConnectionRefusedError):
            await udp.ask(QUESTION, ("127.0.0.1", port))

    asyncio.run(ask_nobody())
    gc.collect()
    assert kept[0]() is None


@pytest.mark.parametrize("verified", [True, False])
def test_the_resolver_says_whether_it_verified(verified: bool) -> None:
    async def look() -> bool | None:
        loop = asyncio.get_running_loop()
        flags = dns.flags.AD if verified else 0
        transport, _ = await loop.create_datagram_endpoint(
            lambda: Peer(lambda query: [good(query, flags).to_wire()]), local_addr=("127.0.0.1", 0)
        )
        try:
            resolver = DnsResolver([transport.get_extra_info("sockname")[:2]], LONG_S)
            return (await resolver.query("s.test", "A")).secure
        finally:
            transport.close()

    assert asyncio.run(look()) is verified
