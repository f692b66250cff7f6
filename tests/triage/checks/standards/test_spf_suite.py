"""The RFC 7208 test suite, all of it, through the resolver seam."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from triage.checks.standards.names import parse_ip
from triage.checks.standards.spf.evaluate import check_host
from triage.checks.standards.spf.result import SpfResult
from triage.tools.clock import FixedClock
from triage.tools.protocols import Outcome
from triage.tools.static_zones import StaticZones

NOW = FixedClock(datetime(2026, 3, 2, 12, 0, tzinfo=UTC))
CASES = 203


def zones_of(data: dict[str, list[Any]]) -> StaticZones:
    """The suite's zone form: type SPF stands for TXT too where a name has no TXT; TIMEOUT is for the rest."""
    records: dict[tuple[str, str], list[str]] = {}
    trouble: dict[str | tuple[str, str], Outcome] = {}
    for name, entries in data.items():
        pairs = [next(iter(entry.items())) for entry in entries if isinstance(entry, dict)]
        if "TIMEOUT" in entries:
            trouble[name] = Outcome.TIMEOUT
        has_txt = any(rdtype == "TXT" for rdtype, _ in pairs)
        for rdtype, value in pairs:
            kept = records.setdefault((name, "TXT" if rdtype == "SPF" and not has_txt else rdtype), [])
            if value != "NONE":
                kept.append(_value(rdtype, value))
    return StaticZones({key: value for key, value in records.items() if value}, trouble=trouble, clock=NOW)


def _value(rdtype: str, value: Any) -> str:
    if rdtype == "MX":
        return f"{value[0]} {value[1]}"
    if rdtype in ("TXT", "SPF"):
        return "".join(value) if isinstance(value, list) else str(value)
    return str(value).rstrip(".")


def suite(samples: Path) -> Iterator[tuple[str, dict[str, Any], StaticZones]]:
    text = (samples / "auth" / "spf" / "rfc7208-tests.yml").read_text(encoding="utf-8")
    for document in yaml.safe_load_all(text):
        zones = zones_of(document["zonedata"])
        for name, case in document["tests"].items():
            yield f"{document['description']}: {name}", case, zones


def verdict(case: dict[str, Any], zones: StaticZones) -> SpfResult:
    ip = parse_ip(case["host"])
    assert ip is not None
    sender = case["mailfrom"] or f"postmaster@{case['helo']}"
    domain = sender.rpartition("@")[2]
    return asyncio.run(check_host(zones, ip, domain, sender, case["helo"], explain_at=NOW.now()))


def mistakes(case: dict[str, Any], got: SpfResult) -> str:
    expected = case["result"] if isinstance(case["result"], list) else [case["result"]]
    if got.verdict.value not in expected:
        return f"{got.verdict.value}, not {'/'.join(expected)} ({got.problem_text})"
    wanted = case.get("explanation")
    if wanted is not None and (got.explanation or "DEFAULT").lower() != wanted.lower():
        return f"explained as {got.explanation!r}, not {wanted!r}"
    return ""


@pytest.mark.parametrize("part", range(4))
def test_suite(samples: Path, part: int) -> None:
    cases = list(suite(samples))
    assert len(cases) == CASES
    wrong = {
        name: mistake
        for name, case, zones in cases[part::4]
        if (mistake := mistakes(case, verdict(case, zones)))
    }
    assert wrong == {}
