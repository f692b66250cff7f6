"""Whose host, address or domain is it? Answered from the platform's profile alone."""

from __future__ import annotations

import ipaddress
import re

from knowledge.vocabulary import Platform

_IP = re.compile(
    r"(?<![\w.:])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])|(?<![\w.:])[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:.]*", re.I
)


def matches(host: str | None, patterns: tuple[str, ...]) -> bool:
    """Does a host name fit a pattern? `*.` at the start stands for any depth of sub-domains."""
    if not host:
        return False
    name = host.strip().rstrip(".").lower()
    for pattern in patterns:
        plain = pattern.lower().rstrip(".")
        if name == plain or (plain.startswith("*.") and name.endswith(plain[1:])):
            return True
    return False


def is_platform_host(host: str | None, platform: Platform) -> bool:
    """A mail host of the platform, by name, or by address where a literal is given."""
    if not host:
        return False
    return matches(host, platform.mail_hosts) or is_platform_ip(host.strip("[]"), platform)


def is_platform_ip(ip: str | None, platform: Platform) -> bool:
    """An address in one of the platform's networks."""
    if not ip:
        return False
    try:
        address = ipaddress.ip_address(ip.removeprefix("IPv6:"))
    except ValueError:
        return False
    return any(address in network for network in _networks(platform.networks))


def is_platform_domain(domain: str | None, platform: Platform) -> bool:
    """A domain whose mailboxes are known to live on the platform."""
    return matches(domain, platform.domains)


def domain_of(address: str | None) -> str | None:
    """`example.org` of `anna@example.org`."""
    if not address or "@" not in address:
        return None
    return address.rsplit("@", 1)[1].strip(".>").lower() or None


def ips_in(text: str | None) -> tuple[str, ...]:
    """IP addresses that stand in a line of text, in order."""
    found: list[str] = []
    for match in _IP.finditer((text or "")[:4000]):
        candidate = match.group().rstrip(".:")
        try:
            found.append(str(ipaddress.ip_address(candidate)))
        except ValueError:
            continue
    return tuple(dict.fromkeys(found))


def _networks(
    networks: tuple[str, ...],
) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    found = []
    for network in networks:
        try:
            found.append(ipaddress.ip_network(network, strict=False))
        except ValueError:
            continue
    return tuple(found)
