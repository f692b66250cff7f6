"""The codes that the documentation lists are those that the checks may say."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from pathlib import Path

import pytest

from triage.checks import Check, all_checks
from triage.checks.standards.findings import TROUBLE_CODES

ROOT = Path(__file__).resolve().parents[3]
ROW = re.compile(r"^\| `([^`]+)` \| (.+) \|$", re.MULTILINE)
CODES = {code: meaning for one in all_checks() for code, meaning in one.codes.items()}
LEFT_TO_FOLLOW = ("triage.checks", "triage.model", "triage.tools.protocols", "knowledge.vocabulary")


def test_documented_codes_are_the_declared_ones() -> None:
    rows = dict(ROW.findall((ROOT / "docs" / "checks.md").read_text(encoding="utf-8")))
    documented = {code: meaning for code, meaning in rows.items() if "." in code}
    assert documented == CODES | {f"<check>.{word}": meaning for word, meaning in TROUBLE_CODES.items()}


@pytest.mark.parametrize("check", all_checks(), ids=lambda one: one.name)
def test_codes_belong_to_their_check(check: Check) -> None:
    assert check.codes
    assert all(code.startswith(f"{check.name}.") for code in check.codes)


@pytest.mark.parametrize("check", all_checks(), ids=lambda one: one.name)
def test_checks_import_only_their_seams(check: Check) -> None:
    source = inspect.getsource(importlib.import_module(check.ask.__module__))
    modules = {
        node.module
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module
    }
    ours = {name for name in modules if name.split(".")[0] in ("triage", "bot", "knowledge")}
    assert {
        name for name in ours if name not in LEFT_TO_FOLLOW and not name.startswith("triage.checks.standards")
    } == set()
