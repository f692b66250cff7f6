"""Is the recipient's domain one letter off from a well-known one, or from one of the platform's own?"""

from __future__ import annotations

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.names import domain_of, fact_domains
from triage.checks.standards.slips import meant
from triage.model import Facts, Finding
from triage.tools.protocols import Tools

CODES = {"typo.possible": "the domain is one letter off from a well-known one, or from one of the platform's"}


@check("typo", codes=CODES, needs=("recipient_domain",))
async def typo(facts: Facts, platform: Platform, tools: Tools) -> tuple[Finding, ...]:
    own = {*platform.domains, *fact_domains(facts, "sender_domain")}
    found = ((domain, meant(domain, own)) for domain in fact_domains(facts, "recipient_domain"))
    return tuple(_finding(facts, domain, other) for domain, other in found if other)


def _finding(facts: Facts, domain: str, other: str) -> Finding:
    address = next((one for one in facts.all("recipient") if domain_of(one).lower() == domain), None)
    better = f"{address.rpartition('@')[0]}@{other}" if address and address.isprintable() else other
    return Finding(
        "typo",
        "typo.possible",
        Status.WARN,
        f"{domain} is one letter off from {other}: perhaps a slip.",
        f"Check the address; if {other} was meant, send the mail again to {better}.",
        WhoCanFix.SENDER,
        data={"domain": domain, "meant": other, "better": better},
    )
