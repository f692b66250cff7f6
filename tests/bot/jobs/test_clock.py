"""A clock that jumps: nothing waits for it, and nothing is done twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from bot.desk.file import file_intake
from bot.jobs.clock_steps import ClockSteps
from bot.jobs.lease import claim
from bot.jobs.runner import drain
from bot.store.queries.ledger import Ledger, ledger
from bot.store.schema.ledger import intake

if TYPE_CHECKING:
    from tests.bot.conftest import Bench


@pytest.mark.parametrize("restarted", [False, True])
def test_what_was_due_does_not_wait_for_a_clock_that_was_set_back(bench: Bench, restarted: bool) -> None:
    steps = ClockSteps(bench.desk)
    steps.look()
    bench.mail()
    bench.mail(sender="bob@example.org")
    assert claim(bench.desk.store, intake, bench.clock.at, bench.desk.lease) is not None
    steps.look()
    bench.clock.pass_by(hours=-5)
    assert drain(bench.desk, {"mail": bench.channel}) == 0
    (ClockSteps(bench.desk) if restarted else steps).look()
    bench.work()
    assert ledger(bench.desk.store).tickets == 1
    bench.clock.pass_by(seconds=121)
    bench.work()
    assert ledger(bench.desk.store) == Ledger(2, 2, 0, 0, 0, 0)


def test_what_was_put_off_stays_put_off(bench: Bench) -> None:
    steps = ClockSteps(bench.desk)
    bench.mail()
    steps.look()
    later = bench.clock.at.replace(hour=bench.clock.at.hour + 3)
    with bench.desk.store.write() as connection:
        connection.execute(update(intake).values(due_at=later))
    bench.clock.pass_by(minutes=-10)
    steps.look()
    with bench.desk.store.read() as connection:
        assert connection.execute(select(intake.c.due_at)).scalar_one() == later


def test_a_lease_that_a_jump_forward_ends_doubles_nothing(bench: Bench) -> None:
    bench.mail()
    channels = {"mail": bench.channel}
    row = claim(bench.desk.store, intake, bench.clock.at, bench.desk.lease)
    assert row is not None
    bench.clock.pass_by(hours=5)
    bench.work()
    file_intake(bench.desk, channels, row.id)
    bench.work()
    assert ledger(bench.desk.store) == Ledger(1, 1, 0, 0, 0, 0)
    assert len(bench.view().messages) == 1
