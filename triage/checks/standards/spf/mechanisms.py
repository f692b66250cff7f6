"""The mechanisms of SPF that compare addresses (RFC 7208 section 5), and the limits on them (4.6.4)."""

from __future__ import annotations

import asyncio
import ipaddress

from triage.checks.standards.names import IPAddress, reverse_name
from triage.checks.standards.spf.macros import expand_domain, letters
from triage.checks.standards.spf.record import Mechanism, Record
from triage.checks.standards.spf.result import Problem, SpfResult, Verdict
from triage.tools.protocols import Answer, Outcome, Resolver

_LOOKUPS_AT_MOST = 10
_VOIDS_AT_MOST = 2
_MX_AT_MOST = 10
_PTR_AT_MOST = 10
_LONGEST_VALUE = 320
_TYPES = {"a": "A", "mx": "MX", "exists": "A", "include": "TXT"}


class Stop(Exception):
    """Evaluation ends here: with a permanent problem, or because an answer was none."""

    def __init__(self, why: Problem | Answer, domain: str, text: str = "") -> None:
        self.why, self.domain, self.text = why, domain, text
        super().__init__(text)

    def result(self, domain: str) -> SpfResult:
        if isinstance(self.why, Problem):
            return SpfResult(
                Verdict.PERMERROR,
                domain,
                problem=self.why,
                problem_in=self.domain,
                problem_text=self.text,
            )
        return SpfResult(Verdict.TEMPERROR, domain, problem_in=self.domain, trouble=self.why)


class Asking:
    """One evaluation under way: who asks about whom, and how much has been asked."""

    def __init__(self, resolver: Resolver, ip: IPAddress, sender: str, helo: str) -> None:
        mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
        self.resolver = resolver
        self.ip: IPAddress = mapped or ip
        local, _, self.sender_domain = sender.rpartition("@")
        # strangers write these, and a record may repeat them thousands of times
        self.local = local[:_LONGEST_VALUE] or "postmaster"
        self.helo = helo[:_LONGEST_VALUE]
        self.lookups = 0
        self.voids = 0
        self.record: str | None = None
        self.answer: Answer | None = None
        self.explanation: tuple[str | None, str] = (None, "")
        self.ahead: list[asyncio.Task[None]] = []

    @property
    def address_type(self) -> str:
        return "A" if self.ip.version == 4 else "AAAA"

    def count_lookup(self, term: str, domain: str) -> None:
        self.lookups += 1
        if self.lookups > _LOOKUPS_AT_MOST:
            raise Stop(Problem.TOO_MANY_LOOKUPS, domain, f"{term} is look-up number {self.lookups}")

    async def ask(self, name: str, rdtype: str, term: str, domain: str) -> tuple[str, ...]:
        """The records; a void answer is counted, and one that is none ends the evaluation."""
        answer = await self.resolver.query(name, rdtype) if _is_name(name) else _no_such(name, rdtype)
        if not answer.outcome.is_answer:
            raise Stop(answer, domain)
        if not answer.records:
            self.voids += 1
            if self.voids > _VOIDS_AT_MOST:
                raise Stop(Problem.TOO_MANY_VOID_LOOKUPS, domain, f"{term}: {name} has no {rdtype} record")
        return answer.records

    async def target(self, spec: str, domain: str) -> str:
        """A domain-spec of a record of `domain`, expanded; an empty one is the domain itself."""
        if not spec:
            return domain
        return expand_domain(spec, await self.values(domain, letters(spec)))

    async def values(self, domain: str, used: frozenset[str]) -> dict[str, str]:
        """What the macro letters stand for (section 7.2); `p` is asked for only when it is used."""
        return {
            "s": f"{self.local}@{self.sender_domain}",
            "l": self.local,
            "o": self.sender_domain,
            "d": domain,
            "i": _dotted(self.ip),
            "p": await self._validated_name(domain) if "p" in used else "unknown",
            "v": "in-addr" if self.ip.version == 4 else "ip6",
            "h": self.helo,
        }

    def look_ahead(self, record: Record, domain: str) -> None:
        """Ask now what the terms of a record will want to know one after the other."""
        room = _LOOKUPS_AT_MOST - len(self.ahead)
        terms = [one for one in record.mechanisms if one.name in _TYPES and "%" not in one.domain]
        self.ahead += [asyncio.create_task(self._fetch(one, domain)) for one in terms[: max(room, 0)]]

    async def _fetch(self, term: Mechanism, domain: str) -> None:
        name = (term.domain or domain).removesuffix(".")
        rdtype = self.address_type if term.name == "a" else _TYPES[term.name]
        if not _is_name(name):
            return
        answer = await self.resolver.query(name, rdtype)
        if rdtype == "MX":
            hosts = [record.partition(" ")[2] for record in answer.records[:_MX_AT_MOST]]
            wanted = [host for host in hosts if _is_name(host)]
            await asyncio.gather(*(self.resolver.query(host, self.address_type) for host in wanted))

    async def validated_names(self) -> list[str]:
        """Names of the address that lead back to it (section 5.5): the first ten, trouble skipped."""
        pointers = await self.resolver.query(reverse_name(self.ip), "PTR")
        names = [name for name in pointers.records[:_PTR_AT_MOST] if _is_name(name)]
        answers = await asyncio.gather(*(self.resolver.query(name, self.address_type) for name in names))
        return [
            name.lower().rstrip(".")
            for name, answer in zip(names, answers, strict=True)
            if self.ip in _addresses(answer.records)
        ]

    async def _validated_name(self, domain: str) -> str:
        names = await self.validated_names()
        below = [name for name in names if name.endswith("." + domain.lower())]
        if domain.lower() in names:
            return domain.lower()
        return (below or names or ["unknown"])[0]


async def matches(asking: Asking, mechanism: Mechanism, domain: str) -> bool:
    """Whether a mechanism other than `include` matches the address."""
    if mechanism.name == "all":
        return True
    if mechanism.network is not None:
        return asking.ip.version == mechanism.network.version and asking.ip in mechanism.network
    asking.count_lookup(mechanism.text, domain)
    target = await asking.target(mechanism.domain, domain)
    if mechanism.name == "a":
        found = await asking.ask(target, asking.address_type, mechanism.text, domain)
        return _within(asking.ip, found, mechanism)
    if mechanism.name == "mx":
        return await _mx(asking, mechanism, target, domain)
    if mechanism.name == "exists":
        return bool(await asking.ask(target, "A", mechanism.text, domain))
    target = target.lower().rstrip(".")
    return any(name == target or name.endswith("." + target) for name in await asking.validated_names())


async def _mx(asking: Asking, mechanism: Mechanism, target: str, domain: str) -> bool:
    records = await asking.ask(target, "MX", mechanism.text, domain)
    if len(records) > _MX_AT_MOST:
        raise Stop(Problem.TOO_MANY_MX, domain, f"{mechanism.text}: {target} has {len(records)} MX records")
    hosts = [host for host in (record.partition(" ")[2].strip(".") for record in records) if _is_name(host)]
    answers = await asyncio.gather(*(asking.resolver.query(host, asking.address_type) for host in hosts))
    if any(_within(asking.ip, answer.records, mechanism) for answer in answers):
        return True
    if (bad := next((answer for answer in answers if not answer.outcome.is_answer), None)) is not None:
        raise Stop(bad, domain)
    return False


def _within(ip: IPAddress, records: tuple[str, ...], mechanism: Mechanism) -> bool:
    prefix = mechanism.prefix4 if ip.version == 4 else mechanism.prefix6
    return any(
        ip in ipaddress.ip_network(f"{address}/{prefix}", strict=False) for address in _addresses(records)
    )


def _addresses(records: tuple[str, ...]) -> list[IPAddress]:
    return [ipaddress.ip_address(text) for text in records]


def _is_name(name: str) -> bool:
    """Whether DNS can be asked for it (RFC 1035 section 2.3.4)."""
    labels = name.removesuffix(".").split(".")
    return len(name) <= 254 and all(0 < len(label) < 64 for label in labels)


def _no_such(name: str, rdtype: str) -> Answer:
    return Answer(name, rdtype, Outcome.NXDOMAIN)


def _dotted(ip: IPAddress) -> str:
    if ip.version == 4:
        return str(ip)
    return ".".join(ip.exploded.replace(":", "").upper())
