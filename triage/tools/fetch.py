"""Opening a page whose address a stranger wrote, without being led anywhere else.

Only a host that the platform's profile lists, by name, over http or https, on the default port or one that
is listed with it. The name is looked up here, every address must be a public one, the connection goes to
an address that was checked, and the connected peer is checked once more. No redirect, no cookie.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from triage.tools.http import DEADLINE_S, MOST_BYTES, HttpTrouble, Limits, Target, request
from triage.tools.lookups import Ended, Page
from triage.tools.protocols import Clock, Outcome, Resolver
from triage.tools.threads import in_thread

PAGE_WITHIN_S = 4.5
"""For a page that a check asks for: less than all checks have together, so that it can still say so."""
_PORTS = {"http": 80, "https": 443}
_LONGEST_URL = 2_000
_PLAIN = re.compile(r"[!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]+")
_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.){1,20}[a-z](?:[a-z0-9-]{0,61}[a-z0-9])")
_UNICAST6 = ipaddress.ip_network("2000::/3")
_NEVER = tuple(
    ipaddress.ip_network(text)
    for text in ("100.64.0.0/10", "192.88.99.0/24", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)


class RefusedUrl(ValueError):
    """Why a URL is not opened."""


class NoAddress(Exception):
    """Why a name leads nowhere."""


class WebFetch:
    """The real `Fetch`. `private`: networks that may be connected to although they are not public."""

    def __init__(
        self,
        resolver: Resolver,
        clock: Clock,
        *,
        private: Iterable[str] = (),
        deadline_s: float = DEADLINE_S,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._resolver, self._clock = resolver, clock
        self._private = tuple(ipaddress.ip_network(text) for text in private)
        self._deadline_s, self._most_bytes = deadline_s, most_bytes

    async def fetch(self, url: str, hosts: tuple[str, ...]) -> Page:
        try:
            async with asyncio.timeout(self._deadline_s):
                return await self._fetch(url, hosts)
        except TimeoutError:
            return self._none(url, Ended.TIMEOUT, f"no whole answer within {self._deadline_s:g} s")
        except RefusedUrl as refused:
            return self._none(url, Ended.REFUSED, str(refused))
        except NoAddress as none:
            return self._none(url, Ended.UNREACHABLE, str(none))

    async def _fetch(self, url: str, hosts: tuple[str, ...]) -> Page:
        target = await self._located(allowed_target(url, hosts))
        limits = Limits(self._deadline_s, self._most_bytes, self.may_connect)
        headers = {"User-Agent": "mailtriage", "Accept": "text/html, text/plain;q=0.9, */*;q=0.1"}
        answer = await in_thread(lambda: request(target, headers=headers, limits=limits))
        if isinstance(answer, HttpTrouble):
            return self._none(url, answer.ended, answer.why)
        return Page(
            url, Ended.FOUND, answer.status, answer.content_type[:200], answer.body, self._clock.now()
        )

    async def _located(self, target: Target) -> Target:
        """With an address, all of the name's addresses having been found harmless."""
        answers = await asyncio.gather(*(self._resolver.query(target.host, kind) for kind in ("A", "AAAA")))
        addresses = [record for answer in answers for record in answer.records]
        if not addresses:
            raise NoAddress(_why_none({answer.outcome for answer in answers}))
        for address in addresses:
            if not self.may_connect(address):
                raise RefusedUrl("its name leads to an address that is not a public one")
        return Target(target.scheme, target.host, target.port, target.path, addresses[0])

    def may_connect(self, address: str) -> bool:
        """Is it a public address, or in a network that was allowed by hand?"""
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        return is_public(found) or any(found in network for network in self._private)

    def _none(self, url: str, ended: Ended, why: str) -> Page:
        return Page(url, ended, at=self._clock.now(), why=why)


def _why_none(outcomes: set[Outcome]) -> str:
    if Outcome.OFFLINE in outcomes:
        return "this run is offline"
    known = all(outcome.is_answer for outcome in outcomes)
    return "its name has no address" if known else "its name could not be looked up"


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Global unicast, and no form that wraps another address (RFC 6890, RFC 6052, RFC 3056, RFC 4291)."""
    if address.version == 6 and (address not in _UNICAST6 or getattr(address, "scope_id", None)):
        return False
    if any(address in network for network in _NEVER):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def allowed_target(url: str, hosts: tuple[str, ...]) -> Target:
    """The place of a URL on one of `hosts`. Raises `RefusedUrl`."""
    if len(url) > _LONGEST_URL or not _PLAIN.fullmatch(url):
        raise RefusedUrl("its address is not a plain URL")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise RefusedUrl("its address is not a plain URL") from None
    if parts.scheme not in _PORTS:
        raise RefusedUrl("only http and https are opened")
    if "@" in parts.netloc or "[" in parts.netloc or "%" in parts.netloc:
        raise RefusedUrl("only a plain host name is opened")
    host = (parts.hostname or "").lower()
    if not _NAME.fullmatch(host) or len(host) > 253:
        raise RefusedUrl("only a plain host name is opened")
    if not _listed(host, port, _PORTS[parts.scheme], hosts):
        raise RefusedUrl("its host is not one that the platform's profile lists (spam_score_hosts)")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port or _PORTS[parts.scheme], path)


def _listed(host: str, port: int | None, usual: int, hosts: tuple[str, ...]) -> bool:
    for entry in hosts:
        pattern, _, listed = entry.lower().partition(":")
        fits = host == pattern or (pattern.startswith("*.") and host.endswith(pattern[1:]))
        if fits and (int(listed) == (port or usual) if listed.isdigit() else port in (None, usual)):
            return True
    return False
