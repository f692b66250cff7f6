"""Did the author's own domain stand behind this mail? Only then may a machine write back.

Either a host of the platform says so in a field that only it can have written (RFC 8601 section 5), or an
aligned DKIM signature holds when checked here (RFC 6376). What cannot be checked now counts as no.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
from typing import Any

import dkim  # type: ignore[import-untyped]
import structlog

from bot.mail.head import Head
from knowledge.vocabulary import Platform
from triage.evidence.authentication import read_authentication
from triage.evidence.boundary import Trusted, find_trusted
from triage.evidence.hops import read_hop
from triage.evidence.hosts import aligned, domain_of, is_inside
from triage.tools.protocols import Outcome, Resolver

log = structlog.get_logger(__name__)

_MAX_BYTES = 10 * 1024 * 1024
_MAX_SIGNATURES = 3
_MAX_FIELDS = 500
_TAG = re.compile(r"(?:^|;)\s{0,9}([a-z]{1,2})\s{0,9}=\s{0,9}([^;\s]{1,300})")
_ALGORITHMS = ("rsa-sha256", "ed25519-sha256")


def is_authenticated(head: Head, raw: bytes, author: str, platform: Platform, resolver: Resolver) -> bool:
    """`author`: the address of From."""
    return _platform_says(head, author, platform) or _signature_holds(head, raw, author, resolver)


def _platform_says(head: Head, author: str, platform: Platform) -> bool:
    said = read_authentication(_surely_written(head, platform), domain_of(author), platform)
    return said.dmarc == "pass" or (said.dkim == "pass" and said.dkim_aligned is True)


def _surely_written(head: Head, platform: Platform) -> Trusted:
    """What stands above the line by which the platform took the mail in; below it, anybody may have written.

    A sender can make up more `Received` lines that seem to be the platform's: the topmost one that names a
    foreign address is where the platform begins.
    """
    trusted = find_trusted(head.fields, platform)
    written = trusted.fields[: trusted.written]
    for at, (name, value) in enumerate(written):
        if name.lower() == "received" and not _is_ours(read_hop(value).ip, platform):
            return Trusted(written[:at], at, None, trusted.hosts_known)
    return Trusted(written, len(written), None, trusted.hosts_known)


def _is_ours(ip: str | None, platform: Platform) -> bool:
    """Handed on within the platform: no address at all, one of its networks, or a private one."""
    if ip is None or is_inside(ip):
        return True
    address = ipaddress.ip_address(ip)
    networks = (ipaddress.ip_network(network, strict=False) for network in platform.networks)
    return any(address in network for network in networks if network.version == address.version)


def _signature_holds(head: Head, raw: bytes, author: str, resolver: Resolver) -> bool:
    signatures = head.all("DKIM-Signature")
    if not signatures or len(raw) > _MAX_BYTES or len(head.fields) > _MAX_FIELDS:
        return False
    domain = domain_of(author)
    for index, value in enumerate(signatures[:_MAX_SIGNATURES]):
        tags = dict(_TAG.findall(value))
        # With `l=` the body may have grown since (RFC 6376 section 8.2); SHA-1 proves nothing (RFC 8301).
        if "l" in tags or tags.get("a") not in _ALGORITHMS or not aligned(tags.get("d"), domain):
            continue
        if _verify(raw, index, resolver):
            return True
    return False


def _verify(raw: bytes, index: int, resolver: Resolver) -> bool:
    def look_up(name: bytes, timeout: float = 5) -> bytes | None:
        question = name.decode("ascii", "replace").rstrip(".")
        answer = asyncio.run(_ask(resolver, question))
        return answer.encode("utf-8") if answer is not None else None

    try:
        checker: Any = dkim.DKIM(raw, minkey=1024, timeout=5)
        return bool(checker.verify(index, dnsfunc=look_up))
    except Exception as error:
        # dkimpy raises many things for what strangers write, not all of them its own.
        log.info("mail.dkim_not_checked", error=str(error)[:200])
        return False


async def _ask(resolver: Resolver, name: str) -> str | None:
    answer = await resolver.query(name, "TXT")
    if answer.outcome is not Outcome.OK:
        return None
    return next(iter(answer.records), None)
