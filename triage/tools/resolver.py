"""Questions to the DNS: over UDP, over TCP when the answer was cut off, with a cache that honours TTL."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

import dns.asyncquery
import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype

from triage.tools.answer_cache import AnswerCache
from triage.tools.clock import SystemClock
from triage.tools.nameservers import Nameserver, address_of, system_nameservers
from triage.tools.nameservers import parse_nameserver as parse_nameserver
from triage.tools.presentation import presentation, wire_name
from triage.tools.protocols import Answer, Clock, Outcome
from triage.tools.turns import Turns
from triage.tools.udp import Udp, question_wire

_AT_ONCE = 100
"""Questions under way in one event loop: its time runs only from when it is sent."""
_SECOND_TRY = 0.4
"""After this share of the time without an answer, the next server is asked too: a lost packet is common."""
_TROUBLE_TO_TELL = (Outcome.TIMEOUT, Outcome.SERVFAIL, Outcome.REFUSED)
"""When several servers failed in different ways, the first of these is told."""


class DnsResolver:
    """A stub resolver for several threads and event loops at once; `nameservers=None` takes the system's.

    One question takes at most `timeout_s`, whatever the number of servers. A query raises nothing for what
    the network does; a name that DNS cannot carry gets NXDOMAIN without being asked. Made with a nameserver
    whose own name is not found, it raises ValueError.
    """

    def __init__(
        self,
        nameservers: Sequence[Nameserver] | None = None,
        timeout_s: float = 2.0,
        *,
        clock: Clock | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        given = tuple((address_of(host), port) for host, port in nameservers or ())
        self._nameservers = given or system_nameservers()
        self._timeout_s = timeout_s
        self._clock = clock or SystemClock()
        self._cache = AnswerCache(monotonic)
        self._turns = Turns(_AT_ONCE)
        self._udp = Udp()

    async def query(self, name: str, rdtype: str) -> Answer:
        rdtype = rdtype.upper()
        wire = wire_name(name)
        if wire is None:
            return Answer(name, rdtype, Outcome.NXDOMAIN)
        shown = wire.to_text(omit_final_dot=True).lower()
        if (kept := self._cache.get(shown, rdtype)) is not None:
            return kept
        answer = await self._ask(wire, shown, rdtype)
        self._cache.put(answer)
        return answer

    async def _ask(self, wire: dns.name.Name, shown: str, rdtype: str) -> Answer:
        async with self._turns.mine():
            try:
                async with asyncio.timeout(self._timeout_s):
                    response = await self._race(wire, rdtype)
            except TimeoutError:
                response = Outcome.TIMEOUT
        if isinstance(response, Outcome):
            return Answer(shown, rdtype, response, at=self._clock.now())
        return self._read(response, shown, rdtype)

    async def _race(self, wire: dns.name.Name, rdtype: str) -> dns.message.Message | Outcome:
        """Ask the servers one after the other without giving up on those that are only slow."""
        if not self._nameservers:
            return Outcome.TIMEOUT
        waiting = [*self._nameservers] if len(self._nameservers) > 1 else [*self._nameservers] * 2
        running: set[asyncio.Task[dns.message.Message | Outcome]] = set()
        seen: list[Outcome] = []
        try:
            while waiting or running:
                if waiting:
                    running.add(asyncio.create_task(self._once(wire, rdtype, waiting.pop(0))))
                pause = self._timeout_s * _SECOND_TRY if waiting else None
                done, running = await asyncio.wait(
                    running, timeout=pause, return_when=asyncio.FIRST_COMPLETED
                )
                for result in [task.result() for task in done]:
                    if not isinstance(result, Outcome):
                        return result
                    seen.append(result)
                    if result is not Outcome.TIMEOUT and len(self._nameservers) == 1:
                        return result
            return next(outcome for outcome in _TROUBLE_TO_TELL if outcome in seen)
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def _once(
        self, wire: dns.name.Name, rdtype: str, server: Nameserver
    ) -> dns.message.Message | Outcome:
        try:
            response = await self._udp.ask(question_wire(wire, rdtype), server)
            if response.flags & dns.flags.TC:
                response = await self._by_tcp(wire, rdtype, server)
        except ConnectionRefusedError:
            return Outcome.REFUSED
        except (dns.exception.Timeout, OSError, EOFError):
            return Outcome.TIMEOUT
        except (dns.exception.DNSException, ValueError):
            return Outcome.SERVFAIL
        return _trouble(response) or response

    async def _by_tcp(self, wire: dns.name.Name, rdtype: str, server: Nameserver) -> dns.message.Message:
        query = dns.message.make_query(wire, rdtype, flags=dns.flags.RD | dns.flags.AD)
        host, port = server
        return await dns.asyncquery.tcp(query, host, timeout=self._timeout_s, port=port)

    def _read(self, response: dns.message.Message, shown: str, rdtype: str) -> Answer:
        now = self._clock.now()
        try:
            chain = response.resolve_chaining() if isinstance(response, dns.message.QueryMessage) else None
        except dns.exception.DNSException:
            chain = None
        if chain is None:
            return Answer(shown, rdtype, Outcome.SERVFAIL, at=now)
        secure = bool(response.flags & dns.flags.AD)
        records = tuple(presentation(rdata) for rdata in chain.answer) if chain.answer else ()
        if records:
            return Answer(shown, rdtype, Outcome.OK, records, chain.minimum_ttl, now, secure)
        missing = Outcome.NXDOMAIN if response.rcode() == dns.rcode.NXDOMAIN else Outcome.NODATA
        return Answer(shown, rdtype, missing, (), _negative_ttl(response), now, secure)


class OfflineResolver:
    """Asks nobody anything."""

    async def query(self, name: str, rdtype: str) -> Answer:
        return Answer(name.rstrip(".").lower(), rdtype.upper(), Outcome.OFFLINE)


def _trouble(response: dns.message.Message) -> Outcome | None:
    rcode = response.rcode()
    if rcode in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN):
        return None
    return Outcome.REFUSED if rcode == dns.rcode.REFUSED else Outcome.SERVFAIL


def _negative_ttl(response: dns.message.Message) -> int | None:
    """How long "there is none" may be kept: the SOA says so (RFC 2308 section 5)."""
    for rrset in response.authority:
        if rrset.rdtype == dns.rdatatype.SOA:
            return min(rrset.ttl, int(rrset[0].minimum))
    return None
