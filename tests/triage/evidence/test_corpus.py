"""Every real sample: one line each, no crash, no hang; nothing but a bounce is taken for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.vocabulary import Platform
from triage.contract import evidence_json
from triage.evidence.sandbox import Sandbox
from triage.model import Evidence

NO_FAULT = ("of its own", "stopped", "ended by")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(children=1) as found:
        yield found


def _files(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(("LICENSE", "labels"))
    ]


def _read_all(sandbox: Sandbox, folder: Path) -> dict[str, tuple[Evidence, ...]]:
    anywhere = Platform("any", "Any")
    found = {str(path): sandbox.read(path.read_bytes(), path.name, anywhere) for path in _files(folder)}
    assert found
    for path, read in found.items():
        for evidence in read:
            assert not any(fault in problem for problem in evidence.problems for fault in NO_FAULT), path
            assert evidence_json(evidence)["kind"] == evidence.kind
    return found


@pytest.mark.parametrize(
    ("folder", "kinds"),
    [
        ("msg", {"message", "unreadable"}),
        ("malformed", {"message", "headers", "unreadable", "auto_reply"}),
        ("mail", {"message", "auto_reply"}),
    ],
)
def test_no_crash_and_nothing_taken_for_a_bounce(
    sandbox: Sandbox, samples: Path, folder: str, kinds: set[str]
) -> None:
    found = _read_all(sandbox, samples / folder)
    assert {evidence.kind for read in found.values() for evidence in read} <= kinds
    assert all(len(read) == 1 for read in found.values())


def test_bounces(sandbox: Sandbox, samples: Path) -> None:
    found = _read_all(sandbox, samples / "ndr")
    kinds = [evidence.kind for read in found.values() for evidence in read]
    assert len(kinds) == len(found)
    assert "unreadable" not in kinds
    assert kinds.count("ndr") >= 0.9 * len(kinds)
