"""Whom to ask: nameservers as people write them, and those of the system."""

from __future__ import annotations

import ipaddress
import socket

import dns.exception
import dns.resolver

Nameserver = tuple[str, int]
"""Address and port."""

_DNS_PORT = 53


def parse_nameserver(text: str) -> Nameserver:
    """`192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53`, `[2001:db8::53]:5353`, `name:53` -> (address, port).

    Raises ValueError with words for the person who wrote it.
    """
    written = text.strip()
    host, port_text = written, ""
    if written.startswith("["):
        host, bracket, rest = written[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            raise ValueError(f"nameserver {text!r}: write an IPv6 address with port as [2001:db8::53]:5353")
        port_text = rest[1:]
        if rest == ":":
            raise ValueError(f"nameserver {text!r}: the port after ':' is missing")
    elif written.count(":") == 1:
        host, port_text = written.split(":")
        if not port_text:
            raise ValueError(f"nameserver {text!r}: the port after ':' is missing")
    port = _port(text, port_text)
    return address_of(host), port


def address_of(host: str) -> str:
    """The address of a nameserver that may be given by name, as it is found once. Raises ValueError."""
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        found = socket.getaddrinfo(host, _DNS_PORT, type=socket.SOCK_DGRAM) if host else []
    except (OSError, UnicodeError):
        found = []
    if not found:
        raise ValueError(f"nameserver {host!r}: this is no address, and no host of that name is found")
    return str(found[0][4][0])


def _port(text: str, port_text: str) -> int:
    if not port_text:
        return _DNS_PORT
    if not (
        port_text.isascii() and port_text.isdigit() and len(port_text) <= 5 and 0 < int(port_text) < 65536
    ):
        raise ValueError(f"nameserver {text!r}: the port must be a number from 1 to 65535")
    return int(port_text)


def system_nameservers() -> tuple[Nameserver, ...]:
    """What the system is configured with (resolv.conf); empty when it has none."""
    try:
        system = dns.resolver.Resolver(configure=True)
    except (dns.exception.DNSException, OSError):
        return ()
    return tuple((str(server), _DNS_PORT) for server in system.nameservers)
