"""DANE counts only where it was verified: a zone that Knot signs, and an Unbound that has its key."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from knowledge.vocabulary import Platform
from tests.stand_ins import NeverAsked
from triage.checks import run_checks
from triage.checks.about import facts_about
from triage.tools.clock import SystemClock
from triage.tools.protocols import Tools
from triage.tools.resolver import DnsResolver

pytestmark = pytest.mark.peer("knotd", "unbound")

Dns = Any
PLATFORM = Platform(name="example", title="Example Mail")


def resolver_of(dns_servers: Dns, verifying: bool) -> DnsResolver:
    return DnsResolver([("127.0.0.1", dns_servers.unbound if verifying else dns_servers.knot)])


@pytest.mark.parametrize(
    ("domain", "verifying", "code"),
    [
        ("good.signed", True, "dane.pass"),
        ("some.signed", True, "dane.some"),
        ("none.signed", True, "dane.none"),
        ("good.signed", False, "dane.not_verified"),
        ("dane-here.shape", True, "dane.not_verified"),
    ],
)
def test_pins_count_where_they_were_verified(
    dns_servers: Dns, domain: str, verifying: bool, code: str
) -> None:
    tools = Tools(resolver_of(dns_servers, verifying), SystemClock(), NeverAsked())
    found = run_checks(facts_about(domain), PLATFORM, tools)
    assert [one.code for one in found if one.check == "dane"] == [code]


@pytest.mark.parametrize(
    ("name", "verifying", "secure"),
    [
        ("mx.good.signed", True, True),
        ("no.signed", True, True),
        ("mx.good.signed", False, False),
        ("mx.good.shape", True, False),
    ],
)
def test_the_resolver_tells_what_was_verified(
    dns_servers: Dns, name: str, verifying: bool, secure: bool
) -> None:
    answer = asyncio.run(resolver_of(dns_servers, verifying).query(name, "A"))
    assert answer.outcome.is_answer
    assert answer.secure is secure
