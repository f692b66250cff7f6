"""The resolver against a real Knot and a real Unbound: every way a question can end, told apart."""

from __future__ import annotations

import asyncio
import subprocess
import threading
from typing import Any

import pytest

from triage.tools.protocols import Answer, Outcome
from triage.tools.resolver import DnsResolver

Dns = Any
"""`Dns` of the conftest: the ports of `knot`, `unbound` and `silent`."""

pytestmark = pytest.mark.peer("knotd", "unbound", "kdig")


def ask(port: int, name: str, rdtype: str, timeout_s: float = 2.0) -> Answer:
    return asyncio.run(DnsResolver([("127.0.0.1", port)], timeout_s).query(name, rdtype))


@pytest.mark.parametrize(
    ("name", "rdtype", "outcome", "records"),
    [
        ("good.test", "MX", Outcome.OK, {"10 mx1.good.test", "20 mx2.good.test"}),
        ("GOOD.test.", "txt", Outcome.OK, {"v=spf1 mx include:_spf.good.test -all"}),
        ("mx1.good.test", "AAAA", Outcome.OK, {"2001:db8::1"}),
        ("null.test", "MX", Outcome.OK, {"0 "}),
        ("1.2.0.192.in-addr.arpa", "PTR", Outcome.OK, {"mx1.good.test"}),
        ("bare.test", "MX", Outcome.NODATA, set()),
        ("rbl.test", "A", Outcome.NODATA, set()),
        ("no.test", "A", Outcome.NXDOMAIN, set()),
        ("loop.test", "A", Outcome.SERVFAIL, set()),
        ("spf.lame.example", "TXT", Outcome.SERVFAIL, set()),
        ("example.org", "A", Outcome.SERVFAIL, set()),
    ],
)
def test_outcomes(dns_servers: Dns, name: str, rdtype: str, outcome: Outcome, records: set[str]) -> None:
    answer = ask(dns_servers.unbound, name, rdtype)
    assert (answer.outcome, set(answer.records)) == (outcome, records)
    assert answer.at is not None


def test_an_alias_is_followed(dns_servers: Dns) -> None:
    answer = ask(dns_servers.unbound, "k._domainkey.good.test", "TXT")
    assert answer.records[0].startswith("v=DKIM1; k=ed25519;")
    assert answer.name == "k._domainkey.good.test"


def test_a_cut_answer_is_asked_again_over_tcp(dns_servers: Dns) -> None:
    for port in (dns_servers.knot, dns_servers.unbound):
        answer = ask(port, "big.test", "TXT")
        assert answer.outcome is Outcome.OK
        assert {len(text) for text in answer.records} == {3500, len("v=spf1 ip4:192.0.2.0/24 -all")}


def test_a_server_that_is_not_ours_to_ask_refuses(dns_servers: Dns) -> None:
    assert ask(dns_servers.knot, "example.org", "A").outcome is Outcome.REFUSED


@pytest.mark.parametrize("name", ["good.test", "no.test"])
def test_silence_is_a_timeout(dns_servers: Dns, name: str) -> None:
    assert ask(dns_servers.silent, name, "MX", 0.2).outcome is Outcome.TIMEOUT


def test_a_silent_zone_is_trouble_within_the_time(dns_servers: Dns) -> None:
    assert not ask(dns_servers.unbound, "spf.silent.test", "TXT", 0.5).outcome.is_answer


def test_the_second_server_answers_when_the_first_is_silent(dns_servers: Dns) -> None:
    servers = [("127.0.0.1", dns_servers.silent), ("127.0.0.1", dns_servers.unbound)]
    answer = asyncio.run(DnsResolver(servers, 2.0).query("good.test", "MX"))
    assert answer.outcome is Outcome.OK


def test_the_second_server_answers_when_the_first_refuses(dns_servers: Dns) -> None:
    servers = [("127.0.0.1", dns_servers.silent), ("127.0.0.1", dns_servers.knot)]
    answer = asyncio.run(DnsResolver(list(reversed(servers)), 0.5).query("example.org", "MX"))
    assert answer.outcome in (Outcome.REFUSED, Outcome.TIMEOUT)


@pytest.mark.parametrize(
    ("name", "rdtype", "outcome", "most_s"),
    [
        ("good.test", "MX", Outcome.OK, 300),
        ("no.test", "A", Outcome.NXDOMAIN, 60),
        ("bare.test", "MX", Outcome.NODATA, 60),
    ],
)
def test_answers_are_kept_for_their_ttl(
    dns_servers: Dns, name: str, rdtype: str, outcome: Outcome, most_s: int
) -> None:
    """What is kept is given again, though nobody is asked; when its time is over, it is not."""
    now = [0.0]
    resolver = DnsResolver([("127.0.0.1", dns_servers.knot)], monotonic=lambda: now[0])
    first = asyncio.run(resolver.query(name, rdtype))
    assert (first.outcome, first.ttl) == (outcome, most_s)
    now[0] = most_s - 1.0
    assert asyncio.run(resolver.query(name, rdtype)) is first
    now[0] = most_s + 1.0
    assert asyncio.run(resolver.query(name, rdtype)) is not first


def test_threads_with_loops_of_their_own(dns_servers: Dns) -> None:
    resolver = DnsResolver([("127.0.0.1", dns_servers.unbound)])
    names = ["good.test", "bare.test", "no.test", "big.test"] * 4
    found: list[Outcome] = []

    def many() -> None:
        async def all_names() -> list[Answer]:
            return await asyncio.gather(*(resolver.query(name, "MX") for name in names))

        found.extend(answer.outcome for answer in asyncio.run(all_names()))

    threads = [threading.Thread(target=many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 64
    assert set(found) == {Outcome.OK, Outcome.NODATA, Outcome.NXDOMAIN}


@pytest.mark.parametrize("rdtype", ["MX", "TXT", "A", "AAAA"])
@pytest.mark.parametrize("name", ["good.test", "mx1.good.test", "big.test", "bare.test"])
def test_kdig_says_the_same(dns_servers: Dns, peer_program: dict[str, str], name: str, rdtype: str) -> None:
    command = [peer_program["kdig"], "@127.0.0.1", "-p", str(dns_servers.unbound), name, rdtype, "+short"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    plain = {line.replace('" "', "").strip('"').removesuffix(".") for line in said if line}
    assert set(ask(dns_servers.unbound, name, rdtype).records) == plain
