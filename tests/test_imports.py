"""Imports only go down: bot -> triage -> knowledge; a check knows model, decorator and protocols only."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ALLOWED = {
    "knowledge": {"knowledge"},
    "triage": {"knowledge", "triage"},
    "bot": {"knowledge", "triage", "bot"},
}
OURS = set(ALLOWED) | {"tests", "benchmarks", "scripts"}
FOR_CHECKS = ("triage.model", "triage.checks", "triage.tools.protocols", "knowledge.vocabulary")


def imported(path: Path) -> set[str]:
    """Every absolute module name that a file imports, wherever in the file."""
    names: set[str] = set()
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            names.add(".".join(part for part in (base, node.module) if part))
    return names


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_a_package_imports_only_what_is_below_it(package: str) -> None:
    files = sorted((ROOT / package).rglob("*.py"))
    assert files
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in files
        for name in imported(path)
        if (top := name.split(".")[0]) in OURS and top not in ALLOWED[package]
    ]
    assert not wrong


def test_a_check_imports_neither_its_like_nor_the_store() -> None:
    folder = ROOT / "triage" / "checks"
    checks = [path for path in sorted(folder.glob("*.py")) if "@check(" in path.read_text(encoding="utf-8")]
    assert checks
    names = {f"triage.checks.{path.stem}" for path in checks}
    wrong = [
        f"{path.name} imports {name}"
        for path in checks
        for name in imported(path)
        if name in names or (name.split(".")[0] in OURS and not name.startswith(FOR_CHECKS))
    ]
    assert not wrong
