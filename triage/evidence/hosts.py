"""Whose host is this? Patterns of the platform, and domains that belong together."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

_IPV4 = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(?![\d.]*\d)")
_IPV6 = re.compile(
    r"(?<![0-9A-Za-z:.])((?:[0-9a-fA-F]{0,4}:){2,7}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}))"
    r"(?![0-9A-Za-z:])"
)

_BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_PLAIN_IPV4 = re.compile(rf"(?:{_BYTE}\.){{3}}{_BYTE}")


def matches(host: str | None, patterns: Iterable[str]) -> bool:
    """Is the host one of the patterns? `*.` at the start matches any depth of sub-domains."""
    name = (host or "").lower().rstrip(".")
    if not name:
        return False
    for pattern in patterns:
        wanted = pattern.lower().rstrip(".")
        if wanted.startswith("*."):
            if name.endswith(wanted[1:]) and len(name) > len(wanted) - 1:
                return True
        elif name == wanted:
            return True
    return False


def find_ip(text: str) -> str | None:
    """The first IP address in a text, in its normal form; brackets and `IPv6:` may stand around it."""
    if "Pv6:" in text or "pv6:" in text:
        text = text.replace("IPv6:", " ").replace("ipv6:", " ")
    for mark, pattern in ((".", _IPV4), (":", _IPV6)):
        if mark in text:
            for match in pattern.finditer(text):
                ip = normal_ip(match.group(1))
                if ip:
                    return ip
    return None


@lru_cache(maxsize=512)
def normal_ip(text: str) -> str | None:
    """The address in its normal form, or `None` for what is none."""
    if ":" not in text and not (text[-1:].isdigit() and "." in text):
        return None  # a name, which most of what is asked about is
    if _PLAIN_IPV4.fullmatch(text):
        return text
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None


def domain_of(address: str | None) -> str | None:
    """The domain of an address, in lower case."""
    domain = (address or "").rpartition("@")[2].lower().rstrip(".")
    return domain if "@" in (address or "") and domain else None


@lru_cache(maxsize=2_048)
def organisation(domain: str | None) -> str | None:
    """The organisational domain (RFC 7489 section 3.2): one label below the public suffix."""
    name = (domain or "").lower().rstrip(".")
    if not name:
        return None
    return _suffixes().privatesuffix(name) or name


def aligned(one: str | None, other: str | None) -> bool:
    """Do two domains belong to one organisation (relaxed alignment, RFC 7489 section 3.1)?"""
    if not one or not other:
        return False
    if one.lower() == other.lower():
        return True
    return organisation(one) == organisation(other)


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


_INSIDE = tuple(
    ipaddress.ip_network(block)
    for block in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16",
                  "::1/128", "fc00::/7", "fe80::/10")
)  # fmt: skip


@lru_cache(maxsize=512)
def is_inside(ip: str | None) -> bool:
    """Is it an address within somebody's own network (RFC 1918 and its kin)?"""
    if ip is None:
        return False
    address = ipaddress.ip_address(ip)
    return any(address in block for block in _INSIDE if block.version == address.version)


def in_networks(ip: str | None, networks: Iterable[str]) -> bool:
    """Is the address in one of the networks (CIDR)?"""
    if ip is None:
        return False
    address = ipaddress.ip_address(ip)
    blocks = (_network(block) for block in networks)
    return any(
        block is not None and block.version == address.version and address in block for block in blocks
    )


@lru_cache(maxsize=256)
def _network(block: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(block, strict=False)
    except ValueError:
        return None
