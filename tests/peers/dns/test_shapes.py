"""Zones of every shape, served by a real Knot: what is found, and that checkdmarc and kdig find the same.

`shapes.toml` holds the zones, the findings, and where checkdmarc sees it otherwise: why we keep to ours.
"""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from checkdmarc.dmarc import check_dmarc  # type: ignore[import-untyped]
from checkdmarc.mta_sts import MTASTSError, parse_mta_sts_record, query_mta_sts_record  # type: ignore[import-untyped]
from checkdmarc.smtp import check_mx  # type: ignore[import-untyped]
from checkdmarc.smtp_tls_reporting import check_smtp_tls_reporting  # type: ignore[import-untyped]
from checkdmarc.spf import check_spf  # type: ignore[import-untyped]
from checkdmarc.utils import DNSException  # type: ignore[import-untyped]
from dns.nameserver import Do53Nameserver

from knowledge.vocabulary import Platform
from tests.stand_ins import NeverAsked
from triage.checks import run_checks
from triage.checks.about import facts_about
from triage.model import Finding
from triage.tools.clock import SystemClock
from triage.tools.protocols import Answer, Tools
from triage.tools.resolver import DnsResolver

pytestmark = pytest.mark.peer("knotd", "unbound", "kdig")

Dns = Any
SHAPES: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "shapes.toml").read_text(encoding="utf-8")
)
PLATFORM = Platform(name="example", title="Example Mail")
SPF_NONE = ("spf_record.none", "spf_record.nxdomain")
DMARC_GOOD = ("dmarc.pass", "dmarc.policy_none", "dmarc.subdomains_open", "dmarc.partly_ignored")


def domain_of(name: str) -> str:
    return str(SHAPES[name].get("domain", f"{name}.shape"))


@pytest.fixture(scope="module")
def found(dns_servers: Dns) -> dict[str, tuple[Finding, ...]]:
    """What the checks say of each zone."""
    resolver = DnsResolver([("127.0.0.1", dns_servers.unbound)])
    tools = Tools(resolver, SystemClock(), NeverAsked())
    return {name: run_checks(facts_about(domain_of(name)), PLATFORM, tools) for name in SHAPES}


@pytest.mark.parametrize("name", SHAPES)
def test_findings(found: dict[str, tuple[Finding, ...]], name: str) -> None:
    assert [one.code for one in found[name]] == SHAPES[name]["codes"]


def ours(findings: tuple[Finding, ...]) -> dict[str, Any]:
    """By topic, as both can say it: the addresses of the mail servers, and whether a record is good."""
    by_code = {one.code: one for one in findings}
    spf = next(one for one in findings if one.check == "spf_record")
    dmarc = next(one for one in findings if one.check == "dmarc")
    spf_good = spf.status not in ("permerror", "temperror") and spf.code not in SPF_NONE
    dmarc_good = dmarc.code in DMARC_GOOD
    return {
        "mx": {text for one in findings if one.check == "mx_address" for text in _addresses(one)},
        "spf": spf.data["lookups"] if spf_good else "bad",
        "dmarc": (dmarc.data["found_at"], dmarc.data["policy"]) if dmarc_good else "bad",
        "mta_sts": "mta_sts.policy_unchecked" in by_code,
        "tls_rpt": "tls_rpt.pass" in by_code,
    }


def _addresses(finding: Finding) -> tuple[str, ...]:
    addresses = finding.data.get("addresses")
    return addresses if isinstance(addresses, tuple) else ()


def theirs(port: int, domain: str) -> dict[str, Any]:
    """The same topics as checkdmarc sees them."""
    asking: dict[str, Any] = {
        "nameservers": [Do53Nameserver("127.0.0.1", port)],
        "timeout": 2.0,
        "retries": 0,
    }
    spf, dmarc = check_spf(domain, **asking), check_dmarc(domain, **asking)
    hosts = check_mx(domain, **asking)["hosts"]
    policy = _policy(domain, dmarc)
    return {
        "mx": {text for host in hosts for text in host["addresses"]},
        "spf": spf["dns_lookups"] if spf["valid"] else "bad",
        "dmarc": (dmarc["location"], policy) if dmarc["valid"] else "bad",
        "mta_sts": _sts(domain, asking),
        "tls_rpt": bool(check_smtp_tls_reporting(domain, **asking)["valid"]),
    }


def _policy(domain: str, dmarc: Any) -> str | None:
    if not dmarc["valid"]:
        return None
    tags = dmarc["tags"]
    return str(tags["p" if dmarc["location"] == domain else "sp"]["value"])


def _sts(domain: str, asking: dict[str, Any]) -> bool:
    with contextlib.suppress(MTASTSError, DNSException):
        record = query_mta_sts_record(domain, **asking)["record"]
        parse_mta_sts_record(record)
        return True
    return False


@pytest.mark.parametrize("name", SHAPES)
def test_checkdmarc_says_the_same(dns_servers: Dns, found: dict[str, tuple[Finding, ...]], name: str) -> None:
    """Where it does not, the file says why; and a reason that is no longer needed is a mistake, too."""
    we, they = ours(found[name]), theirs(dns_servers.unbound, domain_of(name))
    differing = {topic for topic in we if we[topic] != they[topic]}
    assert differing == set(SHAPES[name].get("differs", {})), {
        topic: (we[topic], they[topic]) for topic in differing
    }


def questions(name: str) -> Iterator[tuple[str, str]]:
    domain = domain_of(name)
    yield from ((domain, rdtype) for rdtype in ("MX", "TXT", "A"))
    yield from ((f"{label}.{domain}", "TXT") for label in ("_dmarc", "_mta-sts", "_smtp._tls"))


@pytest.mark.parametrize("name", SHAPES)
def test_kdig_says_the_same(dns_servers: Dns, peer_program: dict[str, str], name: str) -> None:
    resolver = DnsResolver([("127.0.0.1", dns_servers.unbound)])

    async def ask_all() -> list[Answer]:
        return list(await asyncio.gather(*(resolver.query(*question) for question in questions(name))))

    answers = asyncio.run(ask_all())
    records = {(answer.rdtype, text) for answer in answers for text in answer.records}
    words = [word for question in questions(name) for word in question]
    done = subprocess.run(
        [peer_program["kdig"], "@127.0.0.1", "-p", str(dns_servers.unbound), "+noall", "+answer", *words],
        capture_output=True,
        text=True,
    )
    rows = [line.split(maxsplit=4) for line in done.stdout.splitlines() if line and line[0] != ";"]
    assert records == {(row[3], _plain(row[4])) for row in rows if row[3] != "CNAME"}
    assert (done.returncode == 0) == all(answer.outcome.is_answer for answer in answers)


def _plain(value: str) -> str:
    return value.replace('" "', "").strip('"').removesuffix(".")
