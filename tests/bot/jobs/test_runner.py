"""Work that is due gets done, once, whatever fails on the way."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from bot.desk.retry import retry
from bot.desk.types import Actor, NotYet
from bot.jobs import keeper
from bot.jobs.kinds import do_intake, do_ticket
from bot.jobs.lease import claim, in_hand
from bot.jobs.runner import Runner
from bot.store.queries.ledger import Ledger, ledger
from bot.store.schema.ledger import intake
from bot.store.schema.ticket import tickets

if TYPE_CHECKING:
    from tests.bot.conftest import Bench


def _wait_until(bench: Bench, what: str, count: int) -> None:
    """Until the tickets in a state are so many; woken by the desk, never by the clock alone."""
    while True:
        seen = bench.desk.wake.count
        with bench.desk.store.read() as connection:
            states = list(connection.execute(select(tickets.c.state)).scalars())
        if states.count(what) == count:
            return
        bench.desk.wake.wait_beyond(seen, 5.0)


def test_many_threads_do_each_thing_once(bench: Bench) -> None:
    runner = Runner(bench.desk, {"mail": bench.channel}, threads=6)
    runner.start()
    for number in range(60):
        bench.mail(sender=f"user{number}@example.org")
    _wait_until(bench, "triaged", 60)
    assert runner.stop()
    assert ledger(bench.desk.store) == Ledger(60, 60, 0, 0, 0, 0)
    assert len(bench.thinker.heard) == 60


def test_a_claim_is_for_one(bench: Bench) -> None:
    for _ in range(20):
        bench.mail()
    claimed, start = list[int](), threading.Barrier(8)

    def work() -> None:
        start.wait()
        while (row := claim(bench.desk.store, intake, bench.clock.at, bench.desk.lease)) is not None:
            claimed.append(row.id)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == list(range(1, 21))


def test_the_lease_of_a_dead_worker_runs_out(bench: Bench) -> None:
    bench.mail()
    assert claim(bench.desk.store, intake, bench.clock.at, bench.desk.lease) is not None
    assert bench.work() == 0
    bench.clock.pass_by(seconds=120)
    assert bench.work() > 0
    assert bench.state() == "triaged"


def test_what_cannot_be_read_is_quarantined_and_never_stops_the_next(bench: Bench, anna: Actor) -> None:
    bench.channel.read_error = ValueError("no such charset")
    bench.mail()
    for _ in range(4):
        bench.work()
        bench.clock.pass_by(hours=1)
    sums = ledger(bench.desk.store)
    assert (sums.quarantined, sums.in_work) == (1, 0)
    with bench.desk.store.read() as connection:
        row = connection.execute(select(intake)).one()
    assert (row.attempts, row.reason) == (3, "ValueError: no such charset")

    bench.channel.read_error = None
    bench.mail()
    bench.work()
    assert ledger(bench.desk.store) == Ledger(2, 1, 0, 0, 0, 1)
    retry(bench.desk, 1, anna)
    bench.work()
    assert ledger(bench.desk.store) == Ledger(2, 2, 0, 0, 0, 0)


def test_a_file_that_cannot_be_fetched_yet_is_waited_for_a_day_long(bench: Bench) -> None:
    bench.channel.read_error = NotYet("Slack does not answer", after_s=600)
    bench.mail()
    for _ in range(20):
        bench.work()
        bench.clock.pass_by(hours=1)
    assert ledger(bench.desk.store).in_work == 1
    bench.clock.pass_by(hours=5)
    bench.work()
    assert ledger(bench.desk.store).quarantined == 1


def test_a_channel_that_is_off_keeps_its_mail_waiting(bench: Bench) -> None:
    bench.mail()
    for _ in range(5):
        do_intake(bench.desk, {})
        bench.clock.pass_by(minutes=2)
    bench.work()
    assert ledger(bench.desk.store).tickets == 1


def test_a_mail_that_workers_die_of_is_not_tried_for_ever(bench: Bench) -> None:
    bench.mail()
    for _ in range(5):
        claim(bench.desk.store, intake, bench.clock.at, bench.desk.lease)
        bench.clock.pass_by(minutes=3)
    bench.work()
    with bench.desk.store.read() as connection:
        row = connection.execute(select(intake)).one()
    assert row.outcome == "quarantined"
    assert "stopped 5 times" in row.reason


def test_triage_that_fails_leaves_the_ticket_to_a_person(bench: Bench) -> None:
    def fails() -> None:
        raise RuntimeError("model is broken")

    bench.mail()
    for _ in range(4):
        bench.thinker.meanwhile = fails
        bench.work()
        bench.clock.pass_by(hours=1)
    view = bench.view()
    assert (view.line.state, view.line.attention, view.line.route) == ("triaged", True, None)
    assert view.last_error == "RuntimeError: model is broken"
    assert view.audit[-1].what == "not_triaged"


def test_a_row_that_is_due_needs_no_wake_up(bench: Bench) -> None:
    bench.mail()
    assert do_intake(bench.desk, {"mail": bench.channel})
    with bench.desk.store.write() as connection:
        connection.execute(update(tickets).values(due_at=bench.clock.at))
    assert do_ticket(bench.desk, {})
    assert not do_ticket(bench.desk, {})


def test_channels_show_each_version_once_and_try_again_when_they_cannot(bench: Bench, anna: Actor) -> None:
    from bot.desk.take import take

    bench.mail()
    bench.work()
    shown = len(bench.channel.shown)
    assert shown >= 1
    bench.work()
    assert len(bench.channel.shown) == shown
    bench.channel.show_error = OSError("Slack is down")
    take(bench.desk, 1, anna)
    bench.work()
    bench.channel.show_error = None
    bench.work()
    assert len(bench.channel.shown) == shown
    bench.clock.pass_by(minutes=1)
    bench.work()
    assert len(bench.channel.shown) == shown + 1


def test_a_card_remembers_its_place(bench: Bench) -> None:
    from bot.desk.views import keep_ref
    from bot.store.queries.views import view_ref

    bench.mail()
    bench.work()
    keep_ref(bench.desk, 1, "slack", {"ts": "1.2"})
    keep_ref(bench.desk, 1, "slack", {"ts": "1.3"})
    assert view_ref(bench.desk.store, 1, "slack") == {"ts": "1.3"}
    assert view_ref(bench.desk.store, 2, "slack") is None
    bench.work()
    assert view_ref(bench.desk.store, 1, "slack") == {"ts": "1.3"}


def test_a_lease_is_renewed_while_the_work_goes_on(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "RENEW_EVERY_S", 0.0)
    bench.mail()
    kept = keeper.Keeper(bench.desk)
    desk = replace(bench.desk, keeper=kept)
    with in_hand(desk, intake) as row:
        assert row is not None
        for _ in range(5):
            bench.clock.pass_by(seconds=14)
            kept.renew()
            assert claim(desk.store, intake, bench.clock.at, keeper.LEASE) is None
        bench.clock.pass_by(seconds=16)
        later = claim(desk.store, intake, bench.clock.at, keeper.LEASE)
        assert later is not None
        kept.renew()
        bench.clock.pass_by(seconds=1)
    with desk.store.read() as connection:
        until = connection.execute(select(intake.c.lease_until)).scalar_one()
    assert until == later.lease_until, "a claim that another worker has made is not ours to renew"


def test_stuck_work_and_finished_work_are_let_go(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "RENEW_EVERY_S", 0.0)
    bench.mail()
    kept = keeper.Keeper(replace(bench.desk, lease=timedelta(0)))
    with in_hand(replace(bench.desk, keeper=kept), intake):
        bench.clock.pass_by(seconds=15)
        kept.renew()
        assert claim(bench.desk.store, intake, bench.clock.at, keeper.LEASE) is not None
    bench.clock.pass_by(seconds=15)
    bench.work()
    kept.renew()
    assert ledger(bench.desk.store).tickets == 1


@pytest.mark.parametrize(
    "error", [OSError(5, "Input/output error"), OperationalError("SELECT 1", {}, Exception())]
)
def test_storage_that_is_away_is_no_fault_of_the_mail(bench: Bench, error: Exception) -> None:
    bench.channel.read_error = error
    bench.mail()
    for _ in range(6):
        bench.work()
        bench.clock.pass_by(minutes=2)
    bench.channel.read_error = None
    bench.work()
    assert ledger(bench.desk.store) == Ledger(1, 1, 0, 0, 0, 0)
