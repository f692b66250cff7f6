"""Snoozing in the console: out of the queue, listed apart, told by the API, brought back."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def snoozed(bench: Any, ada: Any) -> Any:
    bench.mail(subject="Help me")
    bench.work()
    assert "Snoozed" not in ada.get("/queue")
    ada.post("/tickets/1/snooze", hours="4")
    bench.work()
    return bench


def test_it_is_out_of_the_way_and_listed_apart(snoozed: Any, ada: Any) -> None:
    assert "Help me" not in ada.get("/queue")
    assert "Help me" in ada.get("/queue?tab=snoozed")
    assert "Until 13:00 UTC" in ada.get("/queue?tab=snoozed")
    page = ada.get("/tickets/1")
    assert "Snoozed until 2 Mar, 13:00 UTC" in page
    assert "put it off" in page


def test_it_is_brought_back(snoozed: Any, ada: Any) -> None:
    ada.post("/tickets/1/snooze")
    assert "Help me" in ada.get("/queue")
    assert "Bring it back" not in ada.get("/tickets/1")


@pytest.mark.parametrize("hours", ["-1", "5", "x", "9" * 30])
def test_other_times_are_not_taken(bench: Any, ada: Any, hours: str) -> None:
    bench.mail()
    bench.work()
    ada.post("/tickets/1/snooze", hours=hours)
    assert bench.view().line.snoozed_until is None
