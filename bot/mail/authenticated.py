"""Did the author's own domain stand behind this mail? Only then may a machine write back.

Either a host of the platform says so in a field that only it can have written (RFC 8601 section 5), or an
aligned DKIM signature holds when checked here (RFC 6376). What cannot be checked now counts as no.
"""

from __future__ import annotations

import ipaddress
import re

from bot.mail.head import Head
from knowledge.vocabulary import Platform
from triage.evidence.authentication import read_authentication, server_of
from triage.evidence.boundary import Trusted, find_trusted
from triage.evidence.fields import Field
from triage.evidence.hops import read_hop
from triage.evidence.hosts import aligned, domain_of, is_inside, matches, organisation
from triage.evidence.signatures import verify_dkim
from triage.evidence.verified import lookup_of
from triage.tools.protocols import Resolver

_HEADER_FROM = re.compile(r"\bheader\.from\s{0,3}=\s{0,3}\"?([^\s;\"()]{1,320})", re.IGNORECASE)
_MOST_CHARS = 10_000


def is_authenticated(head: Head, raw: bytes, author: str, platform: Platform, resolver: Resolver) -> bool:
    """`author`: the address of From."""
    return _platform_says(head, author, platform) or _signature_holds(head, raw, author, resolver)


def is_disproven(head: Head, author: str, platform: Platform) -> bool:
    """A host of the platform found that it is not from there (DMARC, RFC 7489)."""
    said = read_authentication(_surely_written(head, platform), domain_of(author), platform)
    return said.dmarc == "fail"


def _platform_says(head: Head, author: str, platform: Platform) -> bool:
    written = _surely_written(head, platform)
    said = read_authentication(written, domain_of(author), platform)
    passed = said.dmarc == "pass" and _is_about(written, domain_of(author))
    return passed or (said.dkim == "pass" and said.dkim_aligned is True)


def _is_about(written: Trusted, domain: str | None) -> bool:
    """Did they judge the author that we read? A From with several readings may have shown them another."""
    texts = (value for name, value in written.fields if name.lower() == "authentication-results")
    judged = [match[1] for text in texts for match in _HEADER_FROM.finditer(text[:_MOST_CHARS])]
    return all(aligned(one.rpartition("@")[2].rstrip("."), domain) for one in judged)


def _surely_written(head: Head, platform: Platform) -> Trusted:
    """What stands above the line by which the platform took the mail in; below it, anybody may have written.

    A sender can make up more `Received` lines that seem to be the platform's: the topmost one that names a
    foreign address is where the platform begins.
    """
    trusted = find_trusted(head.fields, platform)
    written = trusted.fields[: trusted.written]
    writers: set[str | None] = set()
    for at, (name, value) in enumerate(written):
        if name.lower() != "received":
            continue
        hop = read_hop(value)
        writers.add(organisation(hop.by))
        if not _is_ours(hop.ip, platform):
            written = written[:at]
            break
    fields = tuple(field for field in written if _names_one_of(writers, field, platform))
    return Trusted(fields, len(fields), None, trusted.hosts_known)


def _names_one_of(writers: set[str | None], field: Field, platform: Platform) -> bool:
    """Is it no result, or one that carries no foreign name? Others are ignored (RFC 8601 section 5)."""
    name, value = field
    if name.lower() not in ("authentication-results", "arc-authentication-results"):
        return True
    host = server_of(value)
    return not host or matches(host, platform.mail_hosts) or organisation(host) in writers


def _is_ours(ip: str | None, platform: Platform) -> bool:
    """Handed on within the platform: no address at all, one of its networks, or a private one."""
    if ip is None or is_inside(ip):
        return True
    address = ipaddress.ip_address(ip)
    networks = (ipaddress.ip_network(network, strict=False) for network in platform.networks)
    return any(address in network for network in networks if network.version == address.version)


def _signature_holds(head: Head, raw: bytes, author: str, resolver: Resolver) -> bool:
    domain = domain_of(author)
    if domain is None or not head.all("DKIM-Signature"):
        return False
    found = verify_dkim(raw, lookup_of(resolver), aligned_with=domain)
    # With `l=` the body may have grown since (RFC 6376 section 8.2).
    return any(one.result == "pass" and not one.is_partial for one in found)
