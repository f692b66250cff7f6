"""Strangers write the records: nothing that they write may raise, hang or grow."""

from __future__ import annotations

import asyncio
import contextlib
from ipaddress import ip_address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.checks.standards import dkim, dmarc
from triage.checks.standards.names import ascii_domain, parse_ip
from triage.checks.standards.spf.advice import merged, with_mechanism
from triage.checks.standards.spf.evaluate import check_host
from triage.checks.standards.spf.macros import expand_domain
from triage.checks.standards.spf.record import RecordError, parse, spf_records
from triage.checks.standards.spf.survey import survey
from triage.tools.static_zones import StaticZones

WORDS = (
    "a mx ptr all include: exists: ip4: ip6: redirect= exp= s.test %{ } % %{l1r-} %{p} %{ir} / // 24 999 "
    ": = . - ~ \x00 é 192.0.2.1"
)
PIECES = st.sampled_from([" ", *WORDS.split(" ")])
RECORDS = st.lists(PIECES | st.text(max_size=3), max_size=30).map(lambda parts: "v=spf1 " + "".join(parts))


@settings(max_examples=300, deadline=None)
@given(RECORDS)
def test_any_spf_record_is_read_evaluated_and_surveyed(text: str) -> None:
    with contextlib.suppress(RecordError):
        parse(text)
    zones = StaticZones(
        {("s.test", "TXT"): (text,), ("s.test", "A"): ("192.0.2.1",), ("s.test", "MX"): ("1 s.test",)}
    )
    result = asyncio.run(check_host(zones, ip_address("192.0.2.1"), "s.test", "ann@s.test", "s.test"))
    found = asyncio.run(survey(zones, "s.test"))
    assert (result.verdict == "none") == (not spf_records([text]))
    assert found.trouble is None
    assert merged((text, text)).startswith("v=spf1")
    assert "ip4:192.0.2.9" in with_mechanism(text, "ip4:192.0.2.9").split()


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="vpktshn=;:*, \tDKIM1ABCdef+/=é\x00", max_size=120), st.binary(max_size=80))
def test_any_key_and_policy_is_read(text: str, der: bytes) -> None:
    assert dkim.parse(text).kind is not None
    assert dmarc.parse(text).percent <= 100
    numbers = dkim.rsa_numbers(der)
    assert numbers is None or numbers[0] > 0
    assert not dkim.holds(dkim.DkimKey("", "rsa", 1024, numbers=numbers), der[:32], der)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_name_and_address_is_read(text: str) -> None:
    name = ascii_domain(text)
    assert name is None or (len(name) <= 253 and name.isascii())
    parse_ip(text)


@pytest.mark.parametrize(
    ("spec", "local", "longest"),
    [
        ("%{l}" * 4000 + ".s.test", "a" * 64, 254),
        ("%{l}." * 3000 + "s.test", "a.b.c.d" * 40, 253),
        ("%{l99999999999r.}.s.test", "a.b", 253),
    ],
)
def test_expansion_is_bounded(spec: str, local: str, longest: int) -> None:
    assert len(expand_domain(spec, {"l": local})) <= longest


def test_a_tree_of_includes_is_cut_off() -> None:
    """Each level leads to twelve more: 12 to the power of 12 records, of which few are asked for."""
    records = {
        (f"n{number}.test", "TXT"): (
            "v=spf1 " + " ".join(f"include:n{(number * 12 + i) % 3000}.test" for i in range(12)),
        )
        for number in range(3000)
    }
    asked: list[str] = []

    class Counting(StaticZones):
        async def query(self, name: str, rdtype: str):  # type: ignore[no-untyped-def]
            asked.append(name)
            return await super().query(name, rdtype)

    zones = Counting(records)
    found = asyncio.run(survey(zones, "n1.test"))
    assert found.lookups > 10
    assert len(asked) < 60
    result = asyncio.run(check_host(zones, ip_address("192.0.2.1"), "n1.test", "ann@n1.test"))
    assert result.problem == "too_many_lookups"
    assert len(asked) < 120
