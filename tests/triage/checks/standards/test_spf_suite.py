"""The RFC 7208 test suite, all of it, through the resolver seam."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.triage.checks.standards.spf_suite import CASES, NOON, documents, mistake
from triage.tools.clock import FixedClock
from triage.tools.protocols import Outcome
from triage.tools.static_zones import StaticZones

NOW = FixedClock(NOON)


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
    for document in documents(samples):
        zones = zones_of(document["zonedata"])
        for name, case in document["tests"].items():
            yield f"{document['description']}: {name}", case, zones


@pytest.mark.parametrize("part", range(4))
def test_suite(samples: Path, part: int) -> None:
    cases = list(suite(samples))
    assert len(cases) == CASES
    wrong = {name: said for name, case, zones in cases[part::4] if (said := mistake(case, zones))}
    assert wrong == {}
