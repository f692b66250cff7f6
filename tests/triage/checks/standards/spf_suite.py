"""The RFC 7208 test suite: its documents, and what is wrong with a verdict."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from triage.checks.standards.names import parse_ip
from triage.checks.standards.spf.evaluate import check_host
from triage.tools.protocols import Resolver

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CASES = 203
"""Over all documents, so that none is lost unseen."""


def documents(samples: Path) -> Iterator[dict[str, Any]]:
    """Each with `zonedata`, and `tests` by name."""
    text = (samples / "auth" / "spf" / "rfc7208-tests.yml").read_text(encoding="utf-8")
    yield from yaml.safe_load_all(text)


def mistake(case: dict[str, Any], resolver: Resolver) -> str:
    """What is wrong with our verdict; empty when nothing is."""
    ip = parse_ip(case["host"])
    assert ip is not None
    sender = case["mailfrom"] or f"postmaster@{case['helo']}"
    domain = sender.rpartition("@")[2]
    got = asyncio.run(check_host(resolver, ip, domain, sender, case["helo"], explain_at=NOON))
    expected = case["result"] if isinstance(case["result"], list) else [case["result"]]
    if got.verdict.value not in expected:
        return f"{got.verdict.value}, not {'/'.join(expected)} ({got.problem_text})"
    wanted = case.get("explanation")
    if wanted is not None and (got.explanation or "DEFAULT").lower() != wanted.lower():
        return f"explained as {got.explanation!r}, not {wanted!r}"
    return ""
