"""Domain names and IP addresses, as the checks need them."""

from __future__ import annotations

import functools
import ipaddress
import re
from typing import TYPE_CHECKING

from triage.model import Facts

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.ASCII)
_NOT_ROUTED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::/128",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
)


def ascii_domain(text: str) -> str | None:
    """The domain in lower case as DNS carries it (IDNA applied), or `None` when it is not a host's domain.

    At least two labels; letters, digits, hyphens, underscores (RFC 1123 section 2.1).
    """
    name = text.strip().rstrip(".").lower()
    if not name.isascii():
        import idna

        try:
            name = idna.encode(name, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            return None
    labels = name.split(".")
    if len(name) > 253 or len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    return None if labels[-1].isdigit() else name


def parse_ip(text: str) -> IPAddress | None:
    """An address, IPv4-mapped IPv6 taken as the IPv4 that it is; `None` for anything else."""
    try:
        address = ipaddress.ip_address(text.strip().removeprefix("[").removesuffix("]").removeprefix("IPv6:"))
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id:
            return None
        return address.ipv4_mapped or address
    return address


def is_private(address: IPAddress) -> bool:
    """Whether it is never seen on the internet, so that no list and no PTR outside speaks of it."""
    return any(address in network for network in _NOT_ROUTED)


def in_networks(address: IPAddress, networks: tuple[str, ...]) -> bool:
    """Whether it lies in one of these CIDR ranges; a range that is not one is passed over."""
    for text in networks:
        try:
            if address in ipaddress.ip_network(text, strict=False):
                return True
        except ValueError:
            continue
    return False


def reverse_name(address: IPAddress) -> str:
    """`4.3.2.1.in-addr.arpa` (RFC 1035 section 3.5, RFC 3596 section 2.5)."""
    return address.reverse_pointer


def list_name(address: IPAddress, zone: str) -> str:
    """The name to ask a DNS blocklist for (RFC 5782 sections 2.1 and 2.4)."""
    return f"{address.reverse_pointer.rsplit('.', 2)[0]}.{zone}"


@functools.cache
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


def organisational(domain: str) -> str:
    """The organisational domain (RFC 7489 section 3.2); the domain itself where there is no shorter one."""
    return _suffixes().privatesuffix(domain) or domain


def aligned(one: str, other: str, strict: bool) -> bool:
    """Identifier alignment (RFC 7489 section 3.1)."""
    one, other = one.lower().rstrip("."), other.lower().rstrip(".")
    return one == other or (not strict and organisational(one) == organisational(other))


def fact_domains(facts: Facts, name: str, most: int = 3) -> list[str]:
    """The first domains of that fact which are domains at all, each once."""
    found = (ascii_domain(domain_of(text)) for text in facts.all(name))
    return list(dict.fromkeys(domain for domain in found if domain))[:most]


def fact_domain(facts: Facts, name: str) -> str | None:
    return next(iter(fact_domains(facts, name, 1)), None)


def domain_of(address: str) -> str:
    """What stands behind the last `@`; a bare domain is returned as it is."""
    return address.rsplit("@", 1)[-1]
