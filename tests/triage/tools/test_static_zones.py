from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from triage.tools.clock import FixedClock
from triage.tools.protocols import Outcome
from triage.tools.static_zones import StaticZones

ZONE = """
$ORIGIN example.test.
@       MX  10 mail
mail    A   192.0.2.1
www     CNAME mail
loop    CNAME loop
out     CNAME gone.test.
@       TXT "v=spf1 " "-all"
deep.er A   192.0.2.2
1.2.0.192.in-addr.arpa. PTR Mail.example.test.
"""
ZONES = StaticZones.from_text(
    ZONE,
    trouble={"slow.test": Outcome.TIMEOUT, ("mail.example.test", "AAAA"): Outcome.SERVFAIL},
    clock=FixedClock(datetime(2026, 3, 2, tzinfo=UTC)),
)


@pytest.mark.parametrize(
    ("name", "rdtype", "outcome", "records"),
    [
        ("example.test", "MX", Outcome.OK, ("10 mail.example.test",)),
        ("EXAMPLE.test.", "txt", Outcome.OK, ("v=spf1 -all",)),
        ("www.example.test", "A", Outcome.OK, ("192.0.2.1",)),
        ("www.example.test", "CNAME", Outcome.OK, ("mail.example.test",)),
        ("loop.example.test", "A", Outcome.SERVFAIL, ()),
        ("out.example.test", "A", Outcome.NXDOMAIN, ()),
        ("er.example.test", "A", Outcome.NODATA, ()),
        ("mail.example.test", "TXT", Outcome.NODATA, ()),
        ("mail.example.test", "AAAA", Outcome.SERVFAIL, ()),
        ("no.example.test", "A", Outcome.NXDOMAIN, ()),
        ("slow.test", "A", Outcome.TIMEOUT, ()),
        ("1.2.0.192.in-addr.arpa", "PTR", Outcome.OK, ("Mail.example.test",)),
    ],
)
def test_answers(name: str, rdtype: str, outcome: Outcome, records: tuple[str, ...]) -> None:
    answer = asyncio.run(ZONES.query(name, rdtype))
    assert (answer.outcome, answer.records) == (outcome, records)


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("a.test", Outcome.OK),
        ("no.a.test", Outcome.NXDOMAIN),
        ("a.example", Outcome.OFFLINE),
        ("ba.test", Outcome.OFFLINE),
    ],
)
def test_outside_its_zones_it_says_so(name: str, outcome: Outcome) -> None:
    zones = StaticZones({("a.test", "A"): ("192.0.2.1",)}, zones=("a.test",))
    assert asyncio.run(zones.query(name, "A")).outcome is outcome
