"""Can everybody on the internet connect to the mail servers of the domain? (RFC 5321 section 5.1)"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.findings import Data, could_not_check, listing, source
from triage.checks.standards.mail_hosts import mail_hosts, receiving_domains
from triage.checks.standards.names import is_private, parse_ip
from triage.model import Facts, Finding
from triage.tools.protocols import Answer, Resolver, Tools

CODES = {
    "mx_address.pass": "the mail servers have addresses that everybody can connect to",
    "mx_address.private": "a mail server leads to a private address, which nobody outside can connect to",
    "mx_address.ipv6_only": "no mail server has an IPv4 address, so many senders cannot connect",
}


@dataclass(frozen=True)
class _Host:
    name: str
    answers: tuple[Answer, Answer]

    @property
    def addresses(self) -> tuple[str, ...]:
        return self.answers[0].records + self.answers[1].records

    @property
    def private(self) -> list[str]:
        return [text for text in self.addresses if (ip := parse_ip(text)) is not None and is_private(ip)]


@check("mx_address", codes=CODES, any_of=("recipient_domain", "sender_domain"))
async def mx_address(facts: Facts, platform: Platform, tools: Tools) -> tuple[Finding, ...]:
    domains = receiving_domains(facts)
    found = await asyncio.gather(*(_one(tools.resolver, name, who) for name, who in domains.items()))
    return tuple(finding for findings in found for finding in findings)


async def _one(resolver: Resolver, domain: str, who: WhoCanFix) -> tuple[Finding, ...]:
    mail = await mail_hosts(resolver, domain)
    if not mail.answer.outcome.is_answer:
        return (could_not_check("mx_address", mail.answer),)
    hosts = await asyncio.gather(*(_look_at(resolver, name) for name in mail.names))
    found = [_private(domain, host, who) for host in hosts if host.private]
    if found:
        return tuple(found)
    trouble = [bad for host in hosts for bad in host.answers if not bad.outcome.is_answer]
    if trouble:
        return (could_not_check("mx_address", trouble[0]),)
    reached = [host for host in hosts if host.addresses]
    return (_judge(domain, reached, who),) if reached else ()


async def _look_at(resolver: Resolver, name: str) -> _Host:
    a, aaaa = await asyncio.gather(resolver.query(name, "A"), resolver.query(name, "AAAA"))
    return _Host(name, (a, aaaa))


def _private(domain: str, host: _Host, who: WhoCanFix) -> Finding:
    return Finding(
        "mx_address",
        "mx_address.private",
        Status.FAIL,
        f"{host.name}, a mail server of {domain}, leads to {listing(host.private)}: a private address, which "
        "nobody outside can connect to.",
        f"Publish the server's public address: {host.name}. A (the address that the internet sees).",
        who,
        source(*(one for one in host.answers if one.records)),
        {"domain": domain, "host": host.name, "addresses": tuple(host.private)},
    )


def _judge(domain: str, hosts: list[_Host], who: WhoCanFix) -> Finding:
    addresses = tuple(text for host in hosts for text in host.addresses)
    data: Data = {"domain": domain, "addresses": addresses}
    said = source(*(one for host in hosts for one in host.answers if one.records))
    if any(host.answers[0].records for host in hosts):
        text = f"The mail servers of {domain} have public addresses: {listing(addresses)}."
        return Finding("mx_address", "mx_address.pass", Status.PASS, text, source=said, data=data)
    return Finding(
        "mx_address",
        "mx_address.ipv6_only",
        Status.WARN,
        f"The mail servers of {domain} have only IPv6 addresses; many servers can send by IPv4 alone.",
        f"Give one of them an IPv4 address, too: {hosts[0].name}. A (its address).",
        who,
        said,
        data,
    )
