"""Whose host refused the mail: the platform's, the recipient's provider's, or one of the sender's own side?

Told by the host's name, by its addresses in the platform's networks, and by the MX of the recipient's domain.
"""

from __future__ import annotations

import asyncio

from knowledge.vocabulary import Platform, RejectedBy, Status
from triage.checks import check
from triage.checks.standards.findings import could_not_check, printable, source
from triage.checks.standards.names import (
    ascii_domain,
    fact_domains,
    in_networks,
    organisational,
    parse_ip,
)
from triage.model import Facts, Finding
from triage.tools.protocols import Answer, Tools

CODES = {
    "rejecting_host.platform": "the refusing host is the platform's",
    "rejecting_host.third_party": "the refusing host is the recipient's provider's",
    "rejecting_host.sender_side": "the refusing host is one of the sender's own side",
    "rejecting_host.elsewhere": "the refusing host belongs to none of these sides: a service in between",
}


@check("rejecting_host", codes=CODES, needs=("remote_mta",))
async def rejecting_host(facts: Facts, platform: Platform, tools: Tools) -> Finding | None:
    said = facts.get("remote_mta") or ""
    address = parse_ip(said)
    if address is not None:
        here = in_networks(address, platform.networks)
        return (
            _finding(said, RejectedBy.PLATFORM, "its address is in the platform's networks") if here else None
        )
    host = ascii_domain(said)
    if host is None:
        return None
    if _fits(host, platform.mail_hosts):
        return _finding(host, RejectedBy.PLATFORM, "its name is one of the platform's")
    addresses = await _addresses(host, platform, tools)
    own = [answer for answer in addresses if _in(answer, platform)]
    if own:
        reason = "its address is in the platform's networks"
        return _finding(host, RejectedBy.PLATFORM, reason, own[0])
    return await _by_domains(host, facts, platform, tools)


async def _by_domains(host: str, facts: Facts, platform: Platform, tools: Tools) -> Finding | None:
    domains = fact_domains(facts, "recipient_domain")
    answers = await asyncio.gather(*(tools.resolver.query(domain, "MX") for domain in domains))
    for domain, answer in zip(domains, answers, strict=True):
        if organisational(host) == organisational(domain):
            return _finding(host, RejectedBy.THIRD_PARTY, f"it bears the name of {domain}", answer)
        hosts = [record.partition(" ")[2].rstrip(".").lower() for record in answer.records]
        if host in hosts or organisational(host) in {organisational(name) for name in hosts if name}:
            here = any(_fits(name, platform.mail_hosts) for name in hosts)
            who = RejectedBy.PLATFORM if here else RejectedBy.THIRD_PARTY
            return _finding(host, who, f"it takes the mail of {domain} (MX)", answer)
    trouble = next((answer for answer in answers if not answer.outcome.is_answer), None)
    for domain in fact_domains(facts, "sender_domain"):
        if organisational(host) == organisational(domain):
            return _finding(host, RejectedBy.SENDER_SIDE, f"it bears the name of {domain}")
    if trouble is not None:
        return could_not_check("rejecting_host", trouble)
    return _finding(host, RejectedBy.UNKNOWN, f"it is no MX of {domains[0]}", *answers) if domains else None


async def _addresses(host: str, platform: Platform, tools: Tools) -> tuple[Answer, ...]:
    """Asked only where there are networks to compare with."""
    if not platform.networks:
        return ()
    return tuple(await asyncio.gather(*(tools.resolver.query(host, kind) for kind in ("A", "AAAA"))))


def _in(answer: Answer, platform: Platform) -> bool:
    found = (parse_ip(record) for record in answer.records)
    return any(address is not None and in_networks(address, platform.networks) for address in found)


def _fits(host: str, patterns: tuple[str, ...]) -> bool:
    """`*.` at the start of a pattern stands for any depth of sub-domains."""
    return any(
        host == pattern or (pattern.startswith("*.") and host.endswith(pattern[1:]))
        for pattern in (item.lower().rstrip(".") for item in patterns)
    )


def _finding(host: str, who: RejectedBy, why: str, *answers: Answer) -> Finding:
    words = {
        RejectedBy.PLATFORM: "the platform's own",
        RejectedBy.THIRD_PARTY: "the recipient's provider's",
        RejectedBy.SENDER_SIDE: "one of the sender's own side",
        RejectedBy.UNKNOWN: "neither the platform's nor the recipient's provider's",
    }
    code = "elsewhere" if who is RejectedBy.UNKNOWN else who.value
    return Finding(
        "rejecting_host",
        f"rejecting_host.{code}",
        Status.NEUTRAL,
        f"{printable(host, 120)} refused the mail, and is {words[who]}: {why}.",
        source=source(*answers),
        data={"host": host, "rejected_by": who.value},
    )
