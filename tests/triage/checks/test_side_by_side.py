"""What does not depend on an answer is asked at once: counted in steps of a clock that only waiting moves."""

from __future__ import annotations

import asyncio
import selectors
from collections import Counter
from collections.abc import Callable

from knowledge.vocabulary import Platform
from triage.checks import arun_checks
from triage.model import Facts, Finding
from triage.tools.protocols import Answer, Resolver, Tools
from triage.tools.static_zones import StaticZones

MakeTools = Callable[[Resolver], Tools]
MakeFacts = Callable[[dict[str, str]], Facts]
ZONE = """
s.test TXT "v=spf1 mx include:i.s.test -all"
i.s.test TXT "v=spf1 ip4:203.0.113.0/24 include:j.s.test ~all"
j.s.test TXT "v=spf1 ip4:192.0.2.0/24 -all"
s.test MX 10 a.s.test.
s.test MX 20 b.s.test.
a.s.test A 192.0.2.1
b.s.test A 192.0.2.2
k._domainkey.s.test TXT "v=DKIM1; k=ed25519; p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
_dmarc.s.test TXT "v=DMARC1; p=reject; rua=mailto:d@r.test"
s.test._report._dmarc.r.test TXT "v=DMARC1"
_mta-sts.s.test TXT "v=STSv1; id=1"
mta-sts.s.test A 192.0.2.80
_smtp._tls.s.test TXT "v=TLSRPTv1; rua=mailto:t@s.test"
1.2.0.192.in-addr.arpa PTR a.s.test.
1.2.0.192.rbl.test A 127.0.0.2
"""
FACTS = {
    "sender": "ann@s.test",
    "sender_domain": "s.test",
    "from_domain": "s.test",
    "recipient_domain": "s.test",
    "sending_ip": "192.0.2.1",
    "helo": "a.s.test",
    "dkim": "k/s.test",
    "header_spf": "pass",
    "header_dkim": "pass",
    "header_dmarc": "pass",
}
LONGEST_CHAIN = 3
"""SPF: the record, its include, and the include in that."""


class Steps(selectors.SelectSelector):
    """Does not wait: its clock jumps to where the waiting would have ended."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.now += timeout or 0.0
        return super().select(0)


class OneStepAnAnswer:
    def __init__(self) -> None:
        self._zones = StaticZones.from_text(ZONE)
        self.asked: Counter[tuple[str, str]] = Counter()

    async def query(self, name: str, rdtype: str) -> Answer:
        self.asked[(name, rdtype)] += 1
        await asyncio.sleep(1.0)
        return await self._zones.query(name, rdtype)


def run_in_steps(facts: Facts, platform: Platform, tools: Tools) -> tuple[tuple[Finding, ...], float]:
    steps = Steps()
    loop = asyncio.SelectorEventLoop(steps)
    loop.time = lambda: steps.now  # type: ignore[method-assign]
    try:
        found = loop.run_until_complete(arun_checks(facts, platform, tools, 60.0))
    finally:
        loop.close()
    return found, steps.now


def test_a_ticket_takes_no_longer_than_its_longest_chain(
    tools: MakeTools, facts: MakeFacts, platform: Platform
) -> None:
    resolver = OneStepAnAnswer()
    found, took = run_in_steps(facts(FACTS), platform, tools(resolver))
    assert took == LONGEST_CHAIN
    assert set(resolver.asked.values()) == {1}
    assert {"spf.pass", "spf_record.pass", "dkim_key.pass", "dmarc_reports.pass", "blocklist.listed"} <= {
        one.code for one in found
    }
