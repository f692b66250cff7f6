"""A DNS server on loopback that answers every question after a fixed time, for any number of made-up domains.

`python -m benchmarks.slow_dns 0.020` prints its port, and ends when its standard input is closed.
Below `d<number>.bench` every domain is a well-kept one: two mail servers, SPF with an include in an include,
DKIM, DMARC with reports that go elsewhere, MTA-STS and TLS-RPT; no list holds any address. Answers are put
together by hand, so that the server takes no time of its own to speak of.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import sys

KEY = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA" + "q" * 342 + "IDAQAB"
DOMAIN = {
    ("", "MX"): ("10 mx1.{d}", "20 mx2.{d}"),
    ("", "TXT"): ("v=spf1 mx include:_spf.{d} -all",),
    ("_spf", "TXT"): ("v=spf1 ip4:203.0.113.0/24 include:_more.{d} ~all",),
    ("_more", "TXT"): ("v=spf1 ip4:198.51.100.0/24 -all",),
    ("mx1", "A"): ("192.0.2.1",),
    ("mx2", "A"): ("192.0.2.2",),
    ("mx1", "AAAA"): ("2001:db8::1",),
    ("mx2", "AAAA"): ("2001:db8::2",),
    ("out", "A"): ("198.51.100.{n}",),
    ("s1._domainkey", "TXT"): (f"v=DKIM1; k=rsa; p={KEY}",),
    ("_dmarc", "TXT"): ("v=DMARC1; p=reject; rua=mailto:d@reports.bench",),
    ("mta-sts", "A"): ("192.0.2.80",),
    ("_mta-sts", "TXT"): ("v=STSv1; id=20260301",),
    ("_smtp._tls", "TXT"): ("v=TLSRPTv1; rua=mailto:t@{d}",),
}
LABELS = {label for label, _ in DOMAIN} | {"_domainkey", "_tls", "_25._tcp.mx1", "_25._tcp.mx2"}
NAME = re.compile(r"(?:(?P<label>.+)\.)?(?P<d>d(?P<n>[0-9]+)\.bench)")
AGREES = re.compile(r"d[0-9]+\.bench\._report\._dmarc\.reports\.bench")
REVERSE = re.compile(r"(?P<n>[0-9]+)\.100\.51\.198\.in-addr\.arpa")
TYPES = {1: "A", 12: "PTR", 15: "MX", 16: "TXT", 28: "AAAA"}


def records(name: str, rdtype: str) -> tuple[str, ...] | None:
    """The records; `None` where the name does not exist."""
    if found := NAME.fullmatch(name):
        label = found["label"] or ""
        values = DOMAIN.get((label, rdtype), ())
        return tuple(one.format(**found.groupdict()) for one in values) if label in LABELS else None
    if AGREES.fullmatch(name):
        return ("v=DMARC1",) if rdtype == "TXT" else ()
    if found := REVERSE.fullmatch(name):
        return (f"out.d{found['n']}.bench",) if rdtype == "PTR" else ()
    return None


def response(query: bytes) -> bytes:
    """The whole answer in wire form (RFC 1035 section 4)."""
    name, end = read_name(query, 12)
    kind = int.from_bytes(query[end : end + 2], "big")
    rdtype = TYPES.get(kind, "")
    values = records(name.lower(), rdtype)
    flags = b"\x81\x83" if values is None else b"\x81\x80"
    data = [wire(rdtype, value) for value in values or ()]
    answers = b"".join(
        b"\xc0\x0c" + kind.to_bytes(2, "big") + b"\0\1\0\0\1\x2c" + len(one).to_bytes(2, "big") + one
        for one in data
    )
    counts = b"\0\1" + len(data).to_bytes(2, "big") + b"\0\0\0\0"
    return query[:2] + flags + counts + query[12 : end + 4] + answers


def read_name(query: bytes, at: int) -> tuple[str, int]:
    labels = []
    while size := query[at]:
        labels.append(query[at + 1 : at + 1 + size].decode("ascii"))
        at += size + 1
    return ".".join(labels), at + 1


def wire(rdtype: str, value: str) -> bytes:
    if rdtype in ("A", "AAAA"):
        return ipaddress.ip_address(value).packed
    if rdtype == "MX":
        preference, host = value.split()
        return int(preference).to_bytes(2, "big") + wire("PTR", host)
    if rdtype == "PTR":
        return b"".join(bytes([len(label)]) + label.encode() for label in value.split(".")) + b"\0"
    parts = [value[at : at + 255].encode() for at in range(0, len(value), 255)]
    return b"".join(bytes([len(part)]) + part for part in parts)


class SlowServer(asyncio.DatagramProtocol):
    def __init__(self, delay_s: float) -> None:
        self._delay_s = delay_s

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        asyncio.get_running_loop().call_later(
            self._delay_s,
            self._transport.sendto,  # type: ignore[attr-defined]
            response(data),
            addr,
        )


async def serve(delay_s: float) -> None:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        lambda: SlowServer(delay_s), local_addr=("127.0.0.1", 0)
    )
    print(transport.get_extra_info("sockname")[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1])))
