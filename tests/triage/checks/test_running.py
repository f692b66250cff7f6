"""The run: side by side, one deadline, each question once, a cap, a crash that stays alone."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from knowledge.vocabulary import Platform, Status
from triage.checks import Asked, Check, all_checks, run_checks
from triage.checks.standards.asking import AskOnce
from triage.checks.standards.running import run
from triage.model import Facts, Finding
from triage.tools.protocols import Answer, Outcome, Tools
from triage.tools.static_zones import StaticZones

MakeTools = Callable[[Any], Tools]
MakeFacts = Callable[[dict[str, Any]], Facts]


def made(name: str, ask: Any) -> Check:
    return Check(name, (), (), {}, ask)


class Counting:
    """Zones that count what they were asked, and let everybody else run before they answer."""

    def __init__(self) -> None:
        self.asked: Counter[tuple[str, str]] = Counter()
        self.zones = StaticZones({("s.test", "A"): ("192.0.2.1",)})

    async def query(self, name: str, rdtype: str) -> Answer:
        self.asked[(name, rdtype)] += 1
        await asyncio.sleep(0)
        return await self.zones.query(name, rdtype)


async def asks_thrice(facts: Facts, platform: Platform, tools: Tools) -> Asked:
    answers = await asyncio.gather(*(tools.resolver.query("S.test.", "a") for _ in range(3)))
    return Finding("one", "one.pass", Status.PASS, ",".join(answers[0].records))


async def breaks(facts: Facts, platform: Platform, tools: Tools) -> Asked:
    raise RuntimeError("on purpose")


async def hangs(facts: Facts, platform: Platform, tools: Tools) -> Asked:
    await asyncio.Event().wait()
    return None


async def says_nothing(facts: Facts, platform: Platform, tools: Tools) -> Asked:
    return None


def go(checks: list[Check], tools: Tools, platform: Platform, **options: Any) -> tuple[Finding, ...]:
    deadline_s, most = options.get("deadline_s", 5.0), options.get("most", 100)
    return asyncio.run(run(checks, Facts(), platform, tools, deadline_s, most))


def test_the_same_question_is_asked_once(tools: MakeTools, platform: Platform) -> None:
    resolver = Counting()
    found = go([made("one", asks_thrice), made("two", asks_thrice)], tools(resolver), platform)
    assert [one.summary for one in found] == ["192.0.2.1", "192.0.2.1"]
    assert resolver.asked == {("s.test", "A"): 1}


def test_a_crash_stays_alone(tools: MakeTools, platform: Platform, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        found = go([made("bad", breaks), made("one", asks_thrice)], tools(Counting()), platform)
    assert [(one.code, one.status) for one in found] == [
        ("bad.crashed", Status.PERMERROR),
        ("one.pass", Status.PASS),
    ]
    assert "on purpose" in caplog.text


def test_who_is_late_could_not_be_checked(tools: MakeTools, platform: Platform) -> None:
    checks = [made("late", hangs), made("mute", says_nothing), made("one", asks_thrice)]
    found = go(checks, tools(Counting()), platform, deadline_s=0.05)
    assert [(one.code, one.status) for one in found] == [
        ("late.timeout", Status.TEMPERROR),
        ("one.pass", Status.PASS),
    ]
    assert "could not be checked" in found[0].summary


def test_a_check_that_gives_up_leaves_the_question_to_others() -> None:
    async def both() -> tuple[Answer, bool]:
        gate = asyncio.Event()

        class Slow:
            async def query(self, name: str, rdtype: str) -> Answer:
                await gate.wait()
                return Answer(name, rdtype, Outcome.OK, ("192.0.2.1",))

        asking = AskOnce(Slow(), 10)
        impatient = asyncio.create_task(asking.query("s.test", "A"))
        patient = asyncio.create_task(asking.query("s.test", "A"))
        await asyncio.sleep(0)
        impatient.cancel()
        await asyncio.sleep(0)
        gate.set()
        return await patient, impatient.cancelled()

    answer, gave_up = asyncio.run(both())
    assert gave_up
    assert answer.records == ("192.0.2.1",)


def test_the_cap_leaves_the_rest_unasked() -> None:
    async def three() -> list[Outcome]:
        asking = AskOnce(StaticZones({}), 2)
        return [(await asking.query(name, "A")).outcome for name in ("a.test", "b.test", "c.test", "a.test")]

    assert asyncio.run(three()) == [Outcome.NXDOMAIN, Outcome.NXDOMAIN, Outcome.UNASKED, Outcome.NXDOMAIN]


WORLD = StaticZones(
    {
        ("hostd.test", "MX"): ("10 m.s.test",),
        ("m.s.test", "A"): ("192.0.2.1",),
        ("_dmarc.s.test", "TXT"): ("v=DMARC1; p=none; rua=mailto:d@s.test",),
    }
)
EVERYTHING = {
    "sender_domain": "s.test",
    "from_domain": "s.test",
    "recipient_domain": "s.test",
    "sending_ip": "192.0.2.1",
    "helo": "s.test",
    "dkim": "k/s.test",
    "dkim_signed": f"k/s.test changed {'0' * 64} {'0' * 256}",
    "header_spf": "pass",
    "header_dkim": "pass",
    "header_dmarc": "pass",
    "remote_mta": "mx.gateway.test",
    "spam_numbers": "flag=no score=3.8 scl=4",
    "shared_feature": '{"kinds": ["ip"], "value": "192.0.2.9", "caught": 2, "of": 2, "hurts": {}}',
}

OF_DNS = {one.name for one in all_checks() if not one.name.startswith(("account_", "spam_score", "trace"))}
"""The checks that need neither accounts nor pages nor logs."""


@pytest.mark.parametrize(
    ("given", "ran"),
    [
        ({}, set()),
        ({"sending_ip": "192.0.2.1"}, {"ptr", "blocklist"}),
        ({"from_domain": "x.test"}, {"dmarc", "domain_blocklist"}),
        (EVERYTHING | {"recipient_domain": "hostd.test"}, OF_DNS),
    ],
)
def test_what_has_its_facts_runs_in_a_stable_order(
    tools: MakeTools, facts: MakeFacts, platform: Platform, given: dict[str, str], ran: set[str]
) -> None:
    found = run_checks(facts(given), platform, tools(WORLD))
    assert {one.check for one in found} == ran
    assert [one.check for one in found] == sorted(one.check for one in found)


def test_a_hostile_record_is_bounded_by_the_cap(
    tools: MakeTools, facts: MakeFacts, platform: Platform
) -> None:
    records = {("s.test", "TXT"): ("v=spf1 " + " ".join(f"include:i{n}.test" for n in range(400)) + " -all",)}
    records |= {(f"i{n}.test", "TXT"): ("v=spf1 " + "a:x.test " * 300 + "-all",) for n in range(400)}
    records[("x.test", "A")] = ("192.0.2.99",)
    found = run_checks(facts(EVERYTHING), platform, tools(StaticZones(records)), max_queries=60)
    codes = {one.code for one in found}
    assert {"spf.too_many_lookups", "spf_record.too_many_lookups"} <= codes


def test_many_threads_with_a_loop_each(tools: MakeTools, facts: MakeFacts, platform: Platform) -> None:
    shared = tools(StaticZones({("s.test", "MX"): ("10 m.s.test",), ("m.s.test", "A"): ("192.0.2.1",)}))
    found: list[tuple[Finding, ...]] = []
    threads = [
        threading.Thread(target=lambda: found.append(run_checks(facts(EVERYTHING), platform, shared)))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len({tuple(one.code for one in said) for said in found}) == 1
