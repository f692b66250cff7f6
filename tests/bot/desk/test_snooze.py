"""Not now: out of the agents' way until a time, or until something happens."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.desk.close import close
from bot.desk.snooze import LONGEST, bring_back, snooze
from bot.desk.types import Actor, DeskError
from bot.store.queries.ticket_list import count_needs_person, count_snoozed

if TYPE_CHECKING:
    from tests.bot.conftest import Bench


@pytest.fixture
def triaged(bench: Bench) -> Bench:
    bench.mail()
    bench.work()
    return bench


def _counts(bench: Bench) -> tuple[int, int]:
    """How many need a person, and how many are snoozed."""
    with bench.desk.store.read() as connection:
        return count_needs_person(connection), count_snoozed(connection)


def test_it_comes_back_when_its_time_has_come(triaged: Bench, anna: Actor) -> None:
    snooze(triaged.desk, 1, anna, triaged.clock.at + timedelta(hours=4))
    triaged.clock.pass_by(hours=3)
    triaged.work()
    assert _counts(triaged) == (0, 1)
    triaged.clock.pass_by(hours=1)
    triaged.work()
    assert _counts(triaged) == (1, 0)
    assert triaged.view().line.attention
    assert triaged.trail()[-2:] == ["snoozed", "snooze_over"]


@pytest.mark.parametrize("how", ["requester", "agent", "closed"])
def test_it_comes_back_sooner(triaged: Bench, anna: Actor, how: str) -> None:
    snooze(triaged.desk, 1, anna, triaged.clock.at + timedelta(days=1))
    if how == "requester":
        triaged.mail("More of it.", answers="<m1@example.org>")
        triaged.work()
    elif how == "agent":
        bring_back(triaged.desk, 1, anna)
        bring_back(triaged.desk, 1, anna)
    else:
        close(triaged.desk, 1, anna)
    assert _counts(triaged) == (0 if how == "closed" else 1, 0)
    triaged.clock.pass_by(days=2)
    triaged.work()
    assert "snooze_over" not in triaged.trail()


@pytest.mark.parametrize(
    ("later", "words"),
    [(timedelta(0), "over already"), (LONGEST + timedelta(minutes=1), "a year is the longest")],
)
def test_a_time_that_cannot_be(triaged: Bench, anna: Actor, later: timedelta, words: str) -> None:
    with pytest.raises(DeskError, match=words):
        snooze(triaged.desk, 1, anna, triaged.clock.at + later)


def test_what_is_done_cannot_be_snoozed(triaged: Bench, anna: Actor) -> None:
    close(triaged.desk, 1, anna)
    with pytest.raises(DeskError, match="not open"):
        snooze(triaged.desk, 1, anna, triaged.clock.at + timedelta(hours=1))
