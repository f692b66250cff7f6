"""The validator takes what the contract says, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from fuzz.shape import faults
from triage.contract import evidence_json
from triage.model import (
    DeliveryReport,
    Evidence,
    Hop,
    MessageInfo,
    RecipientReport,
    SpamTest,
    SpamVerdict,
)

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def _line() -> dict[str, Any]:
    failed = RecipientReport("b@example.net", "failed", "5.1.1", 550, True)
    inner = Evidence("ndr", ndr=DeliveryReport("mx.example.org", recipients=(failed,)))
    spam = SpamVerdict(True, 8.1, 5.0, 8, (SpamTest("A", 1.0, "why"),))
    message = MessageInfo("Hello", "a@example.org", ("b@example.net",), NOW, "<x@example.org>", "")
    hops = (Hop("a", "b", "192.0.2.1", "ESMTP", NOW, 1.5),)
    return evidence_json(Evidence("message", message, spam=spam, hops=hops, nested=(inner,)))


def test_what_is_right() -> None:
    assert faults(_line()) == []
    assert faults(evidence_json(Evidence("unreadable", problems=("why",)))) == []


def _set(*path: Any, to: Any) -> Callable[[dict[str, Any]], None]:
    def change(line: Any) -> None:
        for step in path[:-1]:
            line = line[step]
        line[path[-1]] = to

    return change


RECIPIENT = ("nested", 0, "ndr", "recipients", 0)


@pytest.mark.parametrize(
    "change",
    [
        lambda line: line.pop("list"),
        lambda line: line["spam"].pop("scl"),
        _set("more", to=1),
        _set("message", "more", to=1),
        _set("kind", to="mail"),
        _set("kind", to="ndr"),
        _set("nested", 0, "kind", to="message"),
        _set("message", to=None),
        _set("message", "subject", to=1),
        _set("message", "subject", to="\ud800"),
        _set("message", "to", to=None),
        _set("message", "to", to=[""]),
        _set("message", "date", to="2026-03-02T00:00:00"),
        _set("message", "date", to="yesterday"),
        _set("hops", 0, "delay_s", to=-1),
        _set("hops", 0, "delay_s", to=float("nan")),
        _set("hops", to=[{}] * 101),
        _set("spam", "score", to=float("inf")),
        _set("spam", "level", to=1.5),
        _set("spam", "flag", to="yes"),
        _set("spam", "tests", 0, to=["A"]),
        _set("problems", to=["", ""]),
        _set(*RECIPIENT, "status", to="5.1"),
        _set(*RECIPIENT, "status", to="\u0665.1.1"),
        _set(*RECIPIENT, "smtp_reply", to=True),
        _set(*RECIPIENT, "smtp_reply", to=1_000),
        _set(*RECIPIENT, "action", to="bounced"),
        _set(*RECIPIENT, "reason", to="because"),
        _set(*RECIPIENT, "address", to=" "),
        _set("nested", 0, "hops", to=None),
    ],
)
def test_what_is_wrong(change: Callable[[dict[str, Any]], None]) -> None:
    line = _line()
    change(line)
    assert faults(line)


def test_nothing_unreadable_without_a_reason() -> None:
    assert faults(evidence_json(Evidence("unreadable"))) == [".problems does not say why it is unreadable"]


def test_nothing_nested_without_end() -> None:
    line = _line()
    for _ in range(30):
        line = {**_line(), "nested": [line]}
    assert any("too deep" in fault for fault in faults(line))
