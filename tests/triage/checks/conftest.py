"""What the tests of checks share: running one check against zones, and holding it to its declared codes."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest

from knowledge.vocabulary import Platform
from tests.stand_ins import NeverAsked
from triage.checks import all_checks
from triage.checks.standards.findings import TROUBLE_CODES
from triage.model import Fact, Facts, Finding
from triage.tools.clock import FixedClock
from triage.tools.lookups import Ended
from triage.tools.protocols import Answer, Outcome, Page, Resolver, Tools
from triage.tools.static_zones import StaticZones

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PLATFORM = Platform(
    name="example",
    title="Example Mail",
    networks=("203.0.113.0/24",),
    domains=("hosted.test",),
    mx_patterns=("mx.{domain}.cust.{cluster}.platform.test",),
    clusters=("a", "b"),
    spf_include="_spf.platform.test",
    blocklists=("rbl.test", "zen.test"),
    domain_blocklists=("dbl.test",),
)

Ask = Callable[..., tuple[Finding, ...]]


class Verified:
    """Says of every answer that it was verified by DNSSEC."""

    def __init__(self, zones: StaticZones) -> None:
        self._zones = zones

    async def query(self, name: str, rdtype: str) -> Answer:
        return dataclasses.replace(await self._zones.query(name, rdtype), secure=True)


class Pages:
    """Pages by URL; any other URL is not reachable."""

    def __init__(self, pages: dict[str, Page]) -> None:
        self._pages = pages

    async def fetch(self, url: str, hosts: tuple[str, ...]) -> Page:
        assert urlsplit(url).hostname in hosts
        return self._pages.get(url) or Page(url, Ended.UNREACHABLE, why="the name leads nowhere")


def make_tools(resolver: Resolver, pages: dict[str, Page] | None = None) -> Tools:
    policies = None if pages is None else Pages(pages)
    return Tools(resolver=resolver, clock=FixedClock(NOON), classifier=NeverAsked(), policies=policies)


def make_facts(values: dict[str, str | list[str]]) -> Facts:
    pairs = [(k, one) for k, v in values.items() for one in ([v] if isinstance(v, str) else v)]
    return Facts(tuple(Fact(name, value, "test") for name, value in pairs))


def assert_declared(name: str, findings: tuple[Finding, ...]) -> None:
    codes = next(one.codes for one in all_checks() if one.name == name)
    for finding in findings:
        assert finding.check == name
        assert finding.code in codes or finding.code.removeprefix(f"{name}.") in TROUBLE_CODES, finding.code


@pytest.fixture
def tools() -> Callable[[Resolver], Tools]:
    return make_tools


@pytest.fixture
def facts() -> Callable[[dict[str, str | list[str]]], Facts]:
    return make_facts


@pytest.fixture
def platform() -> Platform:
    return PLATFORM


@pytest.fixture
def ask() -> Ask:
    """`ask("mx", zone_text, facts, trouble={})` -> what that one check says."""

    def run(
        name: str,
        zone: str,
        values: dict[str, str | list[str]],
        trouble: dict[Any, Outcome] | None = None,
        platform: Platform = PLATFORM,
        pages: dict[str, Page] | None = None,
        secure: bool = False,
    ) -> tuple[Finding, ...]:
        check = next(one for one in all_checks() if one.name == name)
        given = make_facts(values)
        if not check.can_run(given):
            return ()
        zones = StaticZones.from_text(zone, trouble=trouble, clock=FixedClock(NOON))
        resolver = Verified(zones) if secure else zones
        said = asyncio.run(_awaited(check.ask(given, platform, make_tools(resolver, pages))))
        findings = () if said is None else (said,) if isinstance(said, Finding) else said
        assert_declared(name, findings)
        return findings

    return run


async def _awaited(waiting: Any) -> Any:
    return await waiting
