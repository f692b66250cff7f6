"""One question to one nameserver over UDP, on a connected socket: a refusal is then heard at once.

A socket of its own for each question gives each a fresh source port (RFC 5452 section 9.2); being connected,
it takes nothing from anybody but that server, and hears the ICMP message when nothing listens there.
"""

from __future__ import annotations

import asyncio
import secrets
import socket

import dns.message
import dns.name
import dns.rdatatype

from triage.tools.nameservers import Nameserver

_LARGEST = 65_535
_HEAD = bytes.fromhex("0120 0001 0000 0000 0001")
"""Recursion desired; AD: say what was verified (RFC 6840 section 5.7); one question, one OPT."""
_CLASS_IN = bytes.fromhex("0001")
_OPT = bytes.fromhex("00 0029 04d0 00000000 0000")
"""EDNS(0) with room for 1,232 octets, which no path cuts up (RFC 6891)."""
_NO_QUESTION_BACK = frozenset({1, 2, 4, 5})
"""The rcodes with which a server may leave the question out: FORMERR, SERVFAIL, NOTIMP, REFUSED."""


def question_wire(name: dns.name.Name, rdtype: str) -> bytes:
    """A query as it is sent, with a random id. Raises dns.rdatatype.UnknownRdatatype."""
    kind = int(dns.rdatatype.from_text(rdtype)).to_bytes(2, "big")
    return b"".join((secrets.token_bytes(2), _HEAD, name.to_wire() or b"", kind, _CLASS_IN, _OPT))


async def ask_by_udp(wire: bytes, server: Nameserver) -> dns.message.Message:
    """The answer to a `question_wire`, cut off or not; waits for as long as it takes.

    What is not the answer is passed over. Raises OSError (ConnectionRefusedError where nothing listens);
    DNSException or ValueError for an answer that cannot be read.
    """
    loop = asyncio.get_running_loop()
    family = socket.AF_INET6 if ":" in server[0] else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        sock.setblocking(False)
        sock.connect(server)
        sock.send(wire)
        while True:
            data = await loop.sock_recv(sock, _LARGEST)
            if _answers(wire, data):
                return dns.message.from_wire(data, ignore_trailing=True)


def _answers(wire: bytes, data: bytes) -> bool:
    """Whether that is a response, with our id and our question (RFC 5452 section 9.1)."""
    if len(data) < 12 or data[:2] != wire[:2] or data[2] & 0xF8 != 0x80:
        return False
    asked = wire[12 : -len(_OPT)]
    if data[4:6] == b"\0\0":
        return data[3] & 0x0F in _NO_QUESTION_BACK
    return data[4:6] == b"\0\1" and data[12 : 12 + len(asked)].lower() == asked.lower()
