"""Is a domain of the sender on a blocklist of domains? (RFC 5782 section 3)"""

from __future__ import annotations

import asyncio

from knowledge.vocabulary import Platform, WhoCanFix
from triage.checks import check
from triage.checks.standards.blocklists import ask_list
from triage.checks.standards.listings import findings
from triage.checks.standards.names import fact_domain
from triage.model import Facts, Finding
from triage.tools.protocols import Tools

CODES = {
    "domain_blocklist.pass": "the domain is not on these lists",
    "domain_blocklist.listed": "the domain is on a list",
    "domain_blocklist.list_refused": "the list refuses this resolver, so nothing is known",
    "domain_blocklist.not_a_list": "the list answers as no list does: it is dead or parked",
}
_STEP = "Clean up what is misused (the web site, an account, a form) first."


@check("domain_blocklist", codes=CODES, any_of=("sender_domain", "from_domain"))
async def domain_blocklist(facts: Facts, platform: Platform, tools: Tools) -> tuple[Finding, ...]:
    both = (fact_domain(facts, "sender_domain"), fact_domain(facts, "from_domain"))
    domains = list(dict.fromkeys(name for name in both if name))
    found = await asyncio.gather(*(_one(tools, platform, domain) for domain in domains))
    return tuple(finding for said in found for finding in said)


async def _one(tools: Tools, platform: Platform, domain: str) -> tuple[Finding, ...]:
    answers = await asyncio.gather(
        *(
            ask_list(tools.resolver, f"{domain}.{zone}", zone, f"invalid.{zone}")
            for zone in platform.domain_blocklists
        )
    )
    return findings("domain_blocklist", domain, answers, WhoCanFix.SENDER, _STEP)
