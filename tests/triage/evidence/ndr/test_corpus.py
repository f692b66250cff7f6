"""How well the public sets of real bounces are read: floors, so that a change cannot make it worse unseen."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from benchmarks.ndr_accuracy import Measure, false_reports, measure
from knowledge.vocabulary import Platform, Reason
from triage.evidence.ndr.draft import Draft, DraftRecipient
from triage.evidence.ndr.verdict import judge

NOISY: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("noisy_labels.toml").read_text("utf-8")
)


@pytest.fixture(scope="module")
def found(samples: Path) -> dict[str, Measure]:
    return measure(samples / "ndr")


def fair_share(measured: Measure, noisy: dict[str, str]) -> float:
    """The share that agrees, without the labels that are plainly wrong."""
    wrong = [line for line in measured.wrong if line.split()[0].rstrip(":") not in noisy]
    return 1 - len(wrong) / measured.seen


@pytest.mark.parametrize(
    ("name", "floor"),
    [
        ("recognised", 0.995),
        ("others", 1.0),
        ("flufl", 0.98),
        ("reason", 0.955),
        ("status", 0.985),
        ("written", 1.0),
    ],
)
def test_labels_as_they_are(found: dict[str, Measure], name: str, floor: float) -> None:
    assert found[name].share >= floor, found[name].wrong


@pytest.mark.parametrize(("name", "floor"), [("original", 0.98), ("reason", 0.985), ("status", 0.99)])
def test_labels_that_are_right(found: dict[str, Measure], name: str, floor: float) -> None:
    assert fair_share(found[name], NOISY[name]) >= floor, found[name].wrong


@pytest.mark.parametrize("folder", ["mail", "malformed"])
def test_other_mail_is_no_report(samples: Path, folder: str) -> None:
    assert list(false_reports(samples / folder)) == []


def test_refusals_of_providers(samples: Path) -> None:
    """Each of the public refusal texts gets a reason, by its words rather than by its code alone."""
    said = [text for path in sorted((samples / "codes").rglob("*.json")) for text in refusals(path)]
    nobody = Platform("none", "None")
    judged = [
        judge(DraftRecipient("bob@example.org", diagnostic=text), Draft(()), None, nobody) for text in said
    ]
    unknown = [one.diagnostic for one in judged if one.reason is Reason.UNKNOWN]
    assert len(said) == 206
    assert len(unknown) <= 0.02 * len(said), unknown


def refusals(path: Path) -> list[str]:
    table: dict[str, list[dict[str, Any]]] = json.loads(path.read_text("utf-8"))
    providers = [*table["providers"], *table.get("spamFilters", [])]
    return [one["response"].removeprefix("smtp;") for provider in providers for one in provider["responses"]]
