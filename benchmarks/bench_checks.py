"""How long do all checks of one ticket take, and of a hundred at once, where every DNS answer takes 20 ms?

In the same run checkdmarc is asked the same questions, of the same server.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import checkdmarc.utils  # type: ignore[import-untyped]
from checkdmarc.dmarc import check_dmarc  # type: ignore[import-untyped]
from checkdmarc.mta_sts import query_mta_sts_record  # type: ignore[import-untyped]
from checkdmarc.smtp_tls_reporting import check_smtp_tls_reporting  # type: ignore[import-untyped]
from checkdmarc.spf import check_spf  # type: ignore[import-untyped]
from dns.nameserver import Do53Nameserver

from benchmarks.figure import Figure
from knowledge.vocabulary import Platform
from triage.checks import all_checks, arun_checks
from triage.checks.about import facts_about
from triage.checks.standards.running import run as run_some
from triage.model import Fact, Facts, Finding
from triage.tools.clock import SystemClock
from triage.tools.protocols import Answer, Tools, WordsSay
from triage.tools.resolver import DnsResolver

ANSWER_S = 0.020
LONGEST_CHAIN = 3
"""SPF: the record, its include, and the include in that."""
AT_ONCE = 100
ROUNDS = 7
LIKE_CHECKDMARC = ("mx_address", "spf_record", "dmarc", "dmarc_reports", "mta_sts", "tls_rpt")
PLATFORM = Platform(
    name="bench",
    title="Bench",
    blocklists=("l1.bench", "l2.bench", "l3.bench", "l4.bench"),
    domain_blocklists=("l5.bench",),
)
DOMAINS = (f"d{number}.bench" for number in itertools.count(1))


class NoWords:
    def read(self, text: str) -> WordsSay:
        return WordsSay({}, {})


class Counting:
    def __init__(self, resolver: DnsResolver) -> None:
        self._resolver = resolver
        self.asked = 0

    async def query(self, name: str, rdtype: str) -> Answer:
        self.asked += 1
        return await self._resolver.query(name, rdtype)


def run() -> Iterator[Figure]:
    with slow_server() as port:
        one_ticket(port)  # loads what is only loaded once
        times = [one_ticket(port) for _ in range(ROUNDS)]
        one = statistics.median(seconds for seconds, _ in times)
        chain = LONGEST_CHAIN * ANSWER_S
        yield Figure("questions of one ticket", times[0][1], "questions")
        yield Figure("one ticket, all checks", one * 1000, "ms", f"<= {chain * 1500:.0f}")
        yield Figure("longest chain of dependent look-ups", chain * 1000, "ms")
        yield Figure("one ticket, against that chain", one / chain, "x", "<= 1.5")
        yield from against_checkdmarc(port)
        yield from many_at_once(port)


def against_checkdmarc(port: int) -> Iterator[Figure]:
    domains = [next(DOMAINS) for _ in range(5)]
    checkdmarc_asks(port, domains[0])
    checkdmarc.utils.DNS_CACHE.clear()
    theirs = statistics.median(timed(checkdmarc_asks, port, domain) for domain in domains)
    ours = statistics.median(timed(we_ask, port, domain) for domain in domains)
    yield Figure("checkdmarc, its questions", theirs * 1000, "ms")
    yield Figure("mailtriage, the same questions", ours * 1000, "ms")
    yield Figure("times faster than checkdmarc", theirs / ours, "x", ">= 5")


def many_at_once(port: int) -> Iterator[Figure]:
    resident: list[float] = []
    missed = 0
    for _ in range(4):
        started = time.perf_counter()
        found = asyncio.run(hundred(port))
        seconds = time.perf_counter() - started
        missed += sum(one.status == "temperror" for findings in found for one in findings)
        resident.append(resident_mb())
    yield Figure(f"{AT_ONCE} tickets at once, until the last", seconds, "s", "< 5")
    yield Figure("deadlines missed in 4 such rounds", missed, "findings", "0")
    yield Figure("memory, growth from the 2nd to the 4th round", resident[-1] - resident[1], "MB", "flat")


async def hundred(port: int) -> list[tuple[Finding, ...]]:
    tools = tools_for(DnsResolver([("127.0.0.1", port)]))
    tickets = [ticket(next(DOMAINS)) for _ in range(AT_ONCE)]
    return list(await asyncio.gather(*(arun_checks(facts, PLATFORM, tools) for facts in tickets)))


def ticket(domain: str) -> Facts:
    """A mail as it comes in: the sender's side, the recipient's, and what the header said."""
    number = int(domain.removeprefix("d").partition(".")[0]) % 250 + 1
    given = facts_about(
        f"ann@{domain}",
        ip=f"198.51.100.{number}",
        helo=f"out.d{number}.bench",
        recipient=f"bob@d{number + 100_000}.bench",
        selectors=["s1"],
    )
    said = {"header_spf": "pass", "header_dkim": "pass", "header_dmarc": "pass"}
    return Facts(given.items + tuple(Fact(name, value, "header") for name, value in said.items()))


def one_ticket(port: int) -> tuple[float, int]:
    """Seconds, and how many questions were asked."""
    resolver = Counting(DnsResolver([("127.0.0.1", port)]))
    facts = ticket(next(DOMAINS))

    async def timed_run() -> float:
        started = time.perf_counter()
        await arun_checks(facts, PLATFORM, tools_for(resolver))
        return time.perf_counter() - started

    return asyncio.run(timed_run()), resolver.asked


def tools_for(resolver: Any) -> Tools:
    return Tools(resolver=resolver, clock=SystemClock(), classifier=NoWords())


def we_ask(port: int, domain: str) -> None:
    checks = [one for one in all_checks() if one.name in LIKE_CHECKDMARC]
    tools = tools_for(DnsResolver([("127.0.0.1", port)]))
    asyncio.run(run_some(checks, facts_about(domain), PLATFORM, tools, 5.0, 100))


def checkdmarc_asks(port: int, domain: str) -> None:
    asking: dict[str, Any] = {"nameservers": [Do53Nameserver("127.0.0.1", port)], "timeout": 2.0}
    for host in checkdmarc.utils.get_mx_records(domain, **asking):
        checkdmarc.utils.get_a_records(host["hostname"], **asking)
    assert check_spf(domain, **asking)["valid"]
    assert check_dmarc(domain, **asking)["valid"]
    assert query_mta_sts_record(domain, **asking)["record"]
    assert check_smtp_tls_reporting(domain, **asking)["valid"]


def timed(work: Any, *arguments: Any) -> float:
    started = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - started


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1_000_000


@contextlib.contextmanager
def slow_server() -> Iterator[int]:
    """A server of its own process, so that it does not take our time."""
    command = [sys.executable, "-m", "benchmarks.slow_dns", str(ANSWER_S)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()
