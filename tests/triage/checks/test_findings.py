"""Every check against zones of many shapes: what it says. The cases of a check are `cases/NAME.py`."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from knowledge.vocabulary import Status
from tests.triage.checks.zones import ASKS_NOBODY
from triage.checks import all_checks
from triage.model import Finding

HERE = Path(__file__).parent
Ask = Callable[..., tuple[Finding, ...]]
Case = tuple[str, str, dict[str, Any], tuple[str, ...], str]
"""check, zone, facts, the codes in order, a piece of the first finding's summary or advice"""

CODE = re.compile(r'"([a-z_]+\.[a-z_0-9]+)"')


def cases() -> Iterator[Case]:
    for path in sorted((HERE / "cases").glob("*.py")):
        check = path.stem
        for zone, facts, words, piece in importlib.import_module(f"tests.triage.checks.cases.{check}").CASES:
            yield check, zone, facts, tuple(f"{check}.{word}" for word in words.split()), piece


CASES = list(cases())


@pytest.mark.parametrize(("check", "zone", "facts", "codes", "piece"), CASES)
def test_says(
    ask: Ask, check: str, zone: str, facts: dict[str, Any], codes: tuple[str, ...], piece: str
) -> None:
    found = ask(check, zone, facts)
    assert tuple(one.code for one in found) == codes
    if piece:
        assert piece in f"{found[0].summary} {found[0].advice}"


def test_every_code_is_shown_by_a_case() -> None:
    """Here, or in a check's own test file, where it needs more than zones."""
    shown = {code for *_, codes, _ in CASES for code in codes}
    for path in Path(__file__).parent.glob("test_*.py"):
        shown |= set(CODE.findall(path.read_text(encoding="utf-8")))
    assert {code for one in all_checks() for code in one.codes} - shown == set()


@pytest.mark.parametrize(("check", "zone", "facts", "codes", "piece"), CASES)
def test_every_finding_holds_together(
    ask: Ask, check: str, zone: str, facts: dict[str, Any], codes: tuple[str, ...], piece: str
) -> None:
    for one in ask(check, zone, facts):
        assert one.summary.endswith(".") and one.summary.isprintable() and one.advice.isprintable()
        if one.status is Status.PASS:
            assert one.advice == "" and one.who_can_fix is None
        if one.status in (Status.FAIL, Status.PERMERROR):
            assert one.advice and one.who_can_fix is not None
        assert "2026-03-02 12:00 UTC" in one.source or not one.source or one.check in ASKS_NOBODY
