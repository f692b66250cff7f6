"""The checks and the command against a real Knot and a real Unbound: trouble is never "no record"."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from knowledge.vocabulary import Platform
from tests.stand_ins import NeverAsked
from triage.checks import run_checks
from triage.checks.about import facts_about
from triage.model import Finding
from triage.tools.clock import SystemClock
from triage.tools.protocols import Tools
from triage.tools.resolver import DnsResolver

pytestmark = pytest.mark.peer("knotd", "unbound")

Dns = Any
PLATFORM = Platform(name="example", title="Example Mail", blocklists=("rbl.test",))


def look(port: int, subject: str, deadline_s: float = 5.0, **options: Any) -> dict[str, Finding]:
    resolver = DnsResolver([("127.0.0.1", port)], min(2.0, deadline_s))
    tools = Tools(resolver, SystemClock(), NeverAsked())
    facts = facts_about(subject, **options)
    return {one.code: one for one in run_checks(facts, PLATFORM, tools, deadline_s)}


@pytest.mark.parametrize(
    ("subject", "options", "codes"),
    [
        (
            "ann@good.test",
            {"ip": "192.0.2.1", "helo": "mx1.good.test", "selectors": ["k"]},
            {
                "mx.pass",
                "spf.pass",
                "spf_record.pass",
                "dkim_key.pass",
                "dmarc.pass",
                "ptr.pass",
                "helo.pass",
                "blocklist.listed",
            },
        ),
        ("good.test", {"ip": "192.0.2.2"}, {"spf.pass", "ptr.not_confirmed", "blocklist.list_refused"}),
        ("good.test", {"ip": "198.51.100.9"}, {"spf.pass"}),
        ("good.test", {"ip": "203.0.113.9"}, {"spf.fail"}),
        ("big.test", {"ip": "192.0.2.7"}, {"spf.pass", "mx.pass"}),
        ("null.test", {}, {"mx.null", "spf_record.none", "dmarc.none"}),
        ("bare.test", {}, {"mx.implicit"}),
        ("nothing.test", {}, {"mx.none"}),
        ("no.test", {}, {"mx.nxdomain", "spf_record.nxdomain"}),
    ],
)
def test_findings(dns_servers: Dns, subject: str, options: dict[str, Any], codes: set[str]) -> None:
    assert codes <= set(look(dns_servers.unbound, subject, **options))


@pytest.mark.parametrize(
    ("subject", "codes"),
    [
        ("leads.test", {"spf.servfail", "spf_record.servfail", "mx.servfail"}),
        ("looping.test", {"spf.servfail"}),
        ("x.lame.example", {"mx.servfail", "spf.servfail", "spf_record.servfail", "dmarc.servfail"}),
    ],
)
def test_trouble_could_not_be_checked(dns_servers: Dns, subject: str, codes: set[str]) -> None:
    found = look(dns_servers.unbound, subject, ip="192.0.2.1")
    assert {code: found[code].status for code in codes if code in found} == dict.fromkeys(codes, "temperror")
    assert not {"spf.pass", "spf.fail", "spf.none", "mx.none", "mx.nxdomain"} & set(found)


def test_silence_could_not_be_checked(dns_servers: Dns) -> None:
    found = look(dns_servers.silent, "good.test", 0.4, ip="192.0.2.1", helo="mx1.good.test", selectors=["k"])
    assert {one.status for one in found.values()} == {"temperror"}
    assert {one.check for one in found.values()} >= {
        "mx",
        "spf",
        "dkim_key",
        "dmarc",
        "ptr",
        "helo",
        "blocklist",
    }


def test_a_silent_include_could_not_be_checked(dns_servers: Dns) -> None:
    found = look(dns_servers.unbound, "waits.test", 3.0, ip="192.0.2.1")
    (verdict,) = [one for one in found.values() if one.check == "spf"]
    assert verdict.status == "temperror"


def run_command(dns_servers: Dns, tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAILTRIAGE_")}
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", "check", *arguments],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=clean | {"MAILTRIAGE_NAMESERVERS": f"127.0.0.1:{dns_servers.unbound}", "HOME": str(tmp_path)},
    )


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("good.test", "--ip", "203.0.113.9"), 0),
        (("good.test", "--ip", "203.0.113.9", "--fail-on", "fail"), 1),
        (("good.test", "--ip", "203.0.113.9", "--fail-on", "warn"), 1),
        (("x.lame.example",), 0),
        (("x.lame.example", "--fail-on", "warn"), 0),
    ],
)
def test_the_command(dns_servers: Dns, tmp_path: Path, arguments: tuple[str, ...], status: int) -> None:
    done = run_command(dns_servers, tmp_path, *arguments, "--json")
    unheard = arguments == ("x.lame.example", "--fail-on", "warn")
    assert (done.returncode, "Nothing could be checked" in done.stderr) == (status, unheard)
    answer = json.loads(done.stdout)
    assert answer["about"]["sender_domain"] == arguments[0]
    assert {one["check"] for one in answer["findings"]} >= {"mx", "spf_record", "dmarc"}


def test_the_command_reads_like_advice(dns_servers: Dns, tmp_path: Path) -> None:
    done = run_command(dns_servers, tmp_path, "good.test", "--ip", "203.0.113.9")
    assert (
        'add "ip4:203.0.113.9" to the record: v=spf1 mx include:_spf.good.test ip4:203.0.113.9 -all'
        in done.stdout
    )
    assert "\x1b" not in done.stdout
