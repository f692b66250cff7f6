"""Who said no: which host spoke, and is it the platform, a third party or the sender's own side?"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache

from knowledge.vocabulary import Platform, Reason, RejectedBy
from triage.evidence.ndr.addresses import domain

_SPOKE = re.compile(
    r"(?:\bhost:?|\bserver(?: at)?|talking to|conversation with|connect(?:ed)? to|connection with"
    r"|for the recipient domain [^\s]{1,255} by|remote (?:mail )?(?:server|host)(?: at)?)[ <\[\"']{1,3}"
    r"([A-Za-z0-9_][A-Za-z0-9_.-]{0,252}\.[A-Za-z0-9-]{1,63}|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]{3,40})",
    re.IGNORECASE,
)
_IP_SPOKE = re.compile(
    r"^(?:From: \S{1,300} RCPT: \S{1,300} )?(?:Connected to )?(\d{1,3}(?:\.\d{1,3}){3}) (?:does not like|failed after|but )"
)
# Nobody at the recipient's answered: the mail did not get that far.
_NO_ANSWER = frozenset({Reason.UNREACHABLE, Reason.BAD_DOMAIN})


def host_in(text: str) -> str | None:
    """The other server's name or address in words such as "host mx.example.org[192.0.2.1] said:"."""
    match = _SPOKE.search(text, 0, 2_000) or _IP_SPOKE.search(text, 0, 1_000)
    return match.group(1).rstrip(".").lower() if match else None


def rejected_by(
    platform: Platform,
    reason: Reason,
    recipient: str,
    sender: str | None,
    remote: str | None,
    reporting: str | None,
) -> RejectedBy:
    """Judge by the other server where one is named, else by the server that wrote the report."""
    if remote and not _same(remote, reporting):
        if is_platform(remote, platform) or domain(recipient) in platform.domains:
            return RejectedBy.PLATFORM
        return RejectedBy.THIRD_PARTY
    if reason in _NO_ANSWER and not _same_site(reporting, domain(recipient)):
        return RejectedBy.SENDER_SIDE if reporting else RejectedBy.UNKNOWN
    if is_platform(reporting, platform) or domain(recipient) in platform.domains:
        return RejectedBy.PLATFORM
    if _same_site(reporting, domain(recipient)):
        return RejectedBy.THIRD_PARTY
    if _same_site(reporting, domain(sender)):
        return RejectedBy.SENDER_SIDE
    return RejectedBy.UNKNOWN


def is_platform(host: str | None, platform: Platform) -> bool:
    """Is this host name or IP address one of the platform's own?"""
    if not host:
        return False
    host = host.lower().rstrip(".")
    if any(_fits(host, pattern.lower()) for pattern in platform.mail_hosts) or host in platform.domains:
        return True
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return any(address in network for network in _networks(platform.networks))


def _fits(host: str, pattern: str) -> bool:
    """`*.` matches any depth of sub-domains."""
    return host.endswith(pattern[1:]) if pattern.startswith("*.") else host == pattern


@lru_cache(maxsize=32)
def _networks(texts: tuple[str, ...]) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    return tuple(ipaddress.ip_network(text, strict=False) for text in texts)


def _same(one: str | None, other: str | None) -> bool:
    return bool(one) and one == other


def _same_site(host: str | None, name: str) -> bool:
    """Does the host belong to the domain: equal, below it, or a sibling under the same registered name?"""
    if not host or not name:
        return False
    host = host.lower().rstrip(".")
    return host == name or host.endswith("." + name) or name.endswith("." + host) or _site(host) == _site(name)


def _site(name: str) -> str:
    """The last two labels, three below a short second level (`example.co.uk`): near enough to compare with."""
    labels = name.split(".")
    short = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3 if short else -2 :])
