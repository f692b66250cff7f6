"""Lists of senders as people keep them: addresses, domains, `*` wildcards, IP addresses, ranges, networks."""

from __future__ import annotations

import ipaddress

from triage.checks.standards.names import parse_ip

_MOST = 5_000


def first_match(entries: tuple[str, ...], address: str | None, ip: str | None) -> str | None:
    """The first entry that a sender fits, as it is written; `None` when none does."""
    wanted = (address or "").strip().lower()
    where = parse_ip(ip) if ip else None
    for entry in entries[:_MOST]:
        text = entry.strip().lower()
        if text and ((wanted and _fits_address(text, wanted)) or (where and _fits_ip(text, where))):
            return entry
    return None


def _fits_address(entry: str, address: str) -> bool:
    """`a@b.c`, `*@b.c`, `*b.c`, `b.c` and `@b.c` (the domain), `*.b.c` (below it)."""
    if "@" not in entry and "*" not in entry:
        return address.rpartition("@")[2] == entry
    if entry.startswith("@"):
        return address.endswith(entry)
    return _wild(entry, address)


def _wild(pattern: str, text: str) -> bool:
    """`*` for any run of characters, in linear time (greedy, going back to the last star only)."""
    at = place = 0
    star, retry = -1, 0
    while place < len(text):
        if at < len(pattern) and pattern[at] == "*":
            star, retry = at, place
            at += 1
        elif at < len(pattern) and pattern[at] in (text[place], "?"):
            at += 1
            place += 1
        elif star >= 0:
            retry += 1
            at, place = star + 1, retry
        else:
            return False
    return all(char == "*" for char in pattern[at:])


def _fits_ip(entry: str, ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """One address, CIDR, `192.0.2.1-192.0.2.9`, or `192.0.2.*`."""
    first, dash, last = entry.partition("-")
    low, high = parse_ip(first), parse_ip(last)
    if dash:
        if low is None or high is None or not low.version == high.version == ip.version:
            return False
        return int(low) <= int(ip) <= int(high)
    if "*" in entry:
        return ip.version == 4 and entry.count(".") == 3 and _wild(entry, str(ip))
    try:
        return ip in ipaddress.ip_network(entry, strict=False)
    except ValueError:
        return False
