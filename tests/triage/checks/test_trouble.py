"""Trouble is never taken for an answer, wherever on the way it comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from knowledge.vocabulary import Status
from tests.triage.checks.zones import ACCEPTS, ASKS_NOBODY, FROM, IP, PTR, REPORTS, TO, WAS, K, S, txt
from triage.checks import all_checks
from triage.model import Finding
from triage.tools.protocols import Outcome

Ask = Callable[..., tuple[Finding, ...]]

EVERYTHING = (
    IP
    | K
    | FROM
    | TO
    | {"helo": "a.s.test", "header_dmarc": "pass", "header_dkim": "pass", "header_spf": "pass"}
    | {"remote_mta": "out.gateway.test"}
)
ASKS_THE_DNS = [
    one.name
    for one in all_checks()
    if one.name not in ASKS_NOBODY and {*one.needs, *one.any_of[:1]} <= {*EVERYTHING}
]


@pytest.mark.parametrize("outcome", [one for one in Outcome if not one.is_answer], ids=lambda one: one.value)
@pytest.mark.parametrize("check", ASKS_THE_DNS)
def test_trouble_is_never_an_answer(ask: Ask, check: str, outcome: Outcome) -> None:
    places = (
        "s.test _dmarc.s.test k._domainkey.s.test 1.2.0.192.in-addr.arpa a.s.test s.test.dbl.test "
        "1.2.0.192.rbl.test 1.2.0.192.zen.test _mta-sts.s.test _smtp._tls.s.test"
    )
    found = ask(check, "", EVERYTHING, dict.fromkeys(places.split(), outcome))
    wanted = Status.SKIPPED if outcome is Outcome.OFFLINE else Status.TEMPERROR
    assert {(one.code, one.status) for one in found} == {(f"{check}.{outcome.value}", wanted)}


@pytest.mark.parametrize(
    ("check", "zone", "facts", "trouble"),
    [
        ("mx", "s.test MX 1 a.s.test.", TO, "a.s.test"),
        ("mx", "x.s.test A 192.0.2.1", TO, ("s.test", "A")),
        ("mx_address", "s.test MX 1 a.s.test.", TO, "a.s.test"),
        ("dane", "s.test MX 1 a.s.test.", TO, "_25._tcp.a.s.test"),
        ("dmarc_reports", REPORTS, FROM, ACCEPTS),
        ("spf", txt(S, "v=spf1 include:i.test -all"), IP, "i.test"),
        ("spf", txt(S, "v=spf1 mx -all") + "s.test MX 1 a.s.test.", IP, "a.s.test"),
        ("spf_record", txt(S, "v=spf1 include:i.test -all"), IP, "i.test"),
        ("ptr", PTR, IP, "a.s.test"),
        ("dmarc", "", {"from_domain": "news.s.test"}, "_dmarc.s.test"),
        ("header_spf", txt(S, "v=spf1 include:i.test -all"), WAS, "i.test"),
    ],
)
def test_trouble_further_on(ask: Ask, check: str, zone: str, facts: dict[str, Any], trouble: Any) -> None:
    found = ask(check, zone, facts, {trouble: Outcome.SERVFAIL})
    assert [one.code for one in found] == [f"{check}.servfail"]
