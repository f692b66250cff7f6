"""Can mail be delivered to this domain at all? (RFC 5321 section 5.1, RFC 7505)"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.findings import could_not_check, listing, source
from triage.checks.standards.names import fact_domains, parse_ip
from triage.model import Facts, Finding
from triage.tools.protocols import Answer, Outcome, Resolver, Tools

CODES = {
    "mx.pass": "the domain has MX records, and the hosts in them have addresses",
    "mx.nxdomain": "the domain does not exist",
    "mx.none": "the domain exists, and has neither MX nor address: it takes no mail",
    "mx.implicit": "no MX: mail goes to the domain's own address (RFC 5321 section 5.1)",
    "mx.null": "the domain says that it takes no mail (null MX, RFC 7505)",
    "mx.null_mixed": "a null MX stands beside other MX records, which RFC 7505 forbids",
    "mx.target_missing": "a host in an MX record has no address",
    "mx.target_is_address": "an MX record holds an IP address where a host name belongs",
    "mx.target_is_alias": "a host in an MX record is an alias (CNAME), which RFC 2181 forbids",
}
_HOSTS_AT_MOST = 8


@dataclass(frozen=True)
class _Host:
    """One MX host: what its A, AAAA and CNAME questions were answered."""

    name: str
    a: Answer
    aaaa: Answer
    alias: Answer

    @property
    def resolves(self) -> bool:
        return bool(self.a.records or self.aaaa.records)

    @property
    def trouble(self) -> Answer | None:
        return (
            None if self.resolves else next((x for x in (self.a, self.aaaa) if not x.outcome.is_answer), None)
        )


@check("mx", codes=CODES, any_of=("recipient_domain", "sender_domain"))
async def mx(facts: Facts, platform: Platform, tools: Tools) -> tuple[Finding, ...]:
    domains = dict.fromkeys(fact_domains(facts, "recipient_domain"), WhoCanFix.RECIPIENT)
    for sender in fact_domains(facts, "sender_domain", most=1):
        domains.setdefault(sender, WhoCanFix.SENDER)
    found = await asyncio.gather(*(_one(tools.resolver, name, who) for name, who in domains.items()))
    return tuple(finding for findings in found for finding in findings)


async def _one(resolver: Resolver, domain: str, who: WhoCanFix) -> tuple[Finding, ...]:
    answer = await resolver.query(domain, "MX")
    if not answer.outcome.is_answer:
        return (could_not_check("mx", answer),)
    if answer.outcome is Outcome.NXDOMAIN:
        return (_nxdomain(domain, who, answer),)
    if not answer.records:
        return (await _without_mx(resolver, domain, who, answer),)
    targets = sorted(_target(record) for record in answer.records)
    if any(not host for _, host in targets):
        return (_null(domain, who, answer, alone=len(targets) == 1),)
    return await _hosts(resolver, domain, who, answer, [host for _, host in targets])


def _target(record: str) -> tuple[int, str]:
    preference, _, host = record.partition(" ")
    return int(preference) if preference.isdigit() else 0, host.strip().rstrip(".")


def _nxdomain(domain: str, who: WhoCanFix, answer: Answer) -> Finding:
    return Finding(
        "mx",
        "mx.nxdomain",
        Status.FAIL,
        f"{domain} does not exist (NXDOMAIN): no mail can go to it, and mail from it looks forged.",
        f"Check how {domain} is spelt. If it is right, its owner has to register it or set up its DNS.",
        WhoCanFix.SENDER if who is WhoCanFix.RECIPIENT else who,
        source(answer),
        {"domain": domain, "outcome": answer.outcome.value},
    )


async def _without_mx(resolver: Resolver, domain: str, who: WhoCanFix, answer: Answer) -> Finding:
    a, aaaa = await asyncio.gather(resolver.query(domain, "A"), resolver.query(domain, "AAAA"))
    addresses = a.records + aaaa.records
    if addresses:
        return Finding(
            "mx",
            "mx.implicit",
            Status.WARN,
            f"{domain} has no MX record; mail goes to its own address {listing(addresses)}.",
            f"Publish the mail server by name: {domain}. MX 10 (the name of the mail server).",
            who,
            source(answer, a if a.records else aaaa),
            {"domain": domain, "addresses": addresses},
        )
    if (bad := next((one for one in (a, aaaa) if not one.outcome.is_answer), None)) is not None:
        return could_not_check("mx", bad)
    return Finding(
        "mx",
        "mx.none",
        Status.FAIL,
        f"{domain} exists, but has neither an MX record nor an address: mail to it cannot be delivered.",
        f"Publish the mail server: {domain}. MX 10 (the name of the mail server).",
        who,
        source(answer, a, aaaa),
        {"domain": domain},
    )


def _null(domain: str, who: WhoCanFix, answer: Answer, alone: bool) -> Finding:
    if not alone:
        return Finding(
            "mx",
            "mx.null_mixed",
            Status.FAIL,
            f'{domain} has a null MX ("0 .") beside other MX records; RFC 7505 forbids that.',
            f"Remove the record: {domain}. MX 0 .",
            who,
            source(answer),
            {"domain": domain, "publish": f"{domain}. MX 0 ."},
        )
    return Finding(
        "mx",
        "mx.null",
        Status.FAIL,
        f"{domain} says that it takes no mail at all (null MX); servers may refuse mail from it, too.",
        f"If mail should reach {domain}, replace the record {domain}. MX 0 . by its mail server: "
        f"{domain}. MX 10 (the name of the mail server).",
        who,
        source(answer),
        {"domain": domain, "publish": f"{domain}. MX 0 ."},
    )


async def _hosts(
    resolver: Resolver, domain: str, who: WhoCanFix, answer: Answer, names: list[str]
) -> tuple[Finding, ...]:
    unique = list(dict.fromkeys(names))
    literal = [name for name in unique if parse_ip(name) is not None]
    hosts = await asyncio.gather(
        *(_look_at(resolver, name) for name in unique[:_HOSTS_AT_MOST] if name not in literal)
    )
    found = [_literal(domain, who, answer, name) for name in literal]
    good = [host.name for host in hosts if host.resolves]
    found += [
        _missing(domain, who, answer, host, good) for host in hosts if not host.resolves and not host.trouble
    ]
    found += [_alias(domain, who, answer, host) for host in hosts if host.resolves and host.alias.records]
    found += [could_not_check("mx", bad) for host in hosts if (bad := host.trouble) is not None]
    if good and not found:
        found.append(_passed(domain, answer, good))
    return tuple(found)


async def _look_at(resolver: Resolver, name: str) -> _Host:
    a, aaaa, alias = await asyncio.gather(
        *(resolver.query(name, rdtype) for rdtype in ("A", "AAAA", "CNAME"))
    )
    return _Host(name, a, aaaa, alias)


def _passed(domain: str, answer: Answer, hosts: list[str]) -> Finding:
    return Finding(
        "mx",
        "mx.pass",
        Status.PASS,
        f"{domain} takes mail at {listing(hosts)}.",
        source=source(answer),
        data={"domain": domain, "hosts": tuple(hosts)},
    )


def _literal(domain: str, who: WhoCanFix, answer: Answer, name: str) -> Finding:
    return Finding(
        "mx",
        "mx.target_is_address",
        Status.FAIL,
        f"An MX record of {domain} holds the address {name}; only a host name works there.",
        f"Give {name} a name with an A or AAAA record, and put that name into the MX record of {domain}.",
        who,
        source(answer),
        {"domain": domain, "host": name},
    )


def _missing(domain: str, who: WhoCanFix, answer: Answer, host: _Host, good: list[str]) -> Finding:
    gone = " (NXDOMAIN)" if host.a.outcome is Outcome.NXDOMAIN else ""
    tail = f"; mail still gets in by {listing(good)}" if good else ": mail cannot be delivered there"
    return Finding(
        "mx",
        "mx.target_missing",
        Status.WARN if good else Status.FAIL,
        f"{host.name}, a mail server of {domain}, has no address{gone}{tail}.",
        f"Add an A record for {host.name}, or take it out of the MX records of {domain}.",
        who,
        source(answer, host.a),
        {"domain": domain, "host": host.name, "outcome": host.a.outcome.value},
    )


def _alias(domain: str, who: WhoCanFix, answer: Answer, host: _Host) -> Finding:
    target = host.alias.records[0]
    return Finding(
        "mx",
        "mx.target_is_alias",
        Status.WARN,
        f"{host.name}, a mail server of {domain}, is an alias of {target}; some servers refuse that.",
        f"Write {target} into the MX record of {domain} in place of {host.name}.",
        who,
        source(answer, host.alias),
        {"domain": domain, "host": host.name, "target": target},
    )
