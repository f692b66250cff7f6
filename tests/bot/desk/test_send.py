"""Delivery attempts: none is lost, none is doubled, and where nobody knows a person decides."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Row, select

from bot.desk.issues import undecided
from bot.desk.send import send
from bot.desk.settle import settle
from bot.desk.types import Actor, Delivery, DeliveryOutcome, DeskError
from bot.desk.write import write
from bot.jobs.kinds import do_intake, do_outgoing
from bot.store.schema.sending import outgoing

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

SENT, RETRY, FAILED, UNKNOWN = DeliveryOutcome


class PulledPlug(BaseException):
    """The process ends here."""


@pytest.fixture
def due(bench: Bench, anna: Actor) -> int:
    """The id of a message that is due."""
    bench.mail()
    bench.work()
    return write(bench.desk, 1, anna, "Hello")


@pytest.mark.parametrize(
    ("outcome", "message", "ticket", "attention"),
    [
        (SENT, "sent", "waiting", False),
        (RETRY, "due", "triaged", False),
        (FAILED, "failed", "triaged", True),
        (UNKNOWN, "unknown", "triaged", True),
    ],
)
def test_outcomes(
    bench: Bench, due: int, outcome: DeliveryOutcome, message: str, ticket: str, attention: bool
) -> None:
    bench.channel.answer = Delivery(outcome, "550 no")
    bench.work()
    view = bench.view()
    assert (view.outgoing[0].state, view.line.state, view.line.attention) == (message, ticket, attention)
    assert len(bench.channel.delivered) == 1
    assert (view.outgoing[0].last_error == "550 no") == (outcome != SENT)


def test_retries_wait_longer_each_time_and_end_after_three_days(bench: Bench, due: int) -> None:
    bench.channel.answer = Delivery(RETRY, "451 later")
    began, waits = bench.clock.at, list[float]()
    while (row := _row(bench, due)).state == "due":
        waits.append((row.due_at - bench.clock.at).total_seconds())
        bench.clock.at = row.due_at
        assert do_outgoing(bench.desk, {"mail": bench.channel})
    assert waits[:5] == [0, 5, 10, 20, 40]
    assert max(waits) == 3600
    assert row.state == "failed"
    assert timedelta(days=3) <= bench.clock.at - began < timedelta(days=3, hours=2)
    assert len({message.message_id for message in bench.channel.delivered}) == 1


def _row(bench: Bench, number: int) -> Row[Any]:
    with bench.desk.store.read() as connection:
        return connection.execute(select(outgoing).where(outgoing.c.id == number)).one()


def test_the_other_sides_wish_when_to_retry_is_kept(bench: Bench, due: int) -> None:
    bench.channel.answer = Delivery(RETRY, "429", retry_after_s=77)
    bench.work()
    assert bench.view().outgoing[0].due_at == bench.clock.at + timedelta(seconds=77)


def test_a_worker_that_died_while_it_handed_over_leaves_it_to_a_person(bench: Bench, due: int) -> None:
    bench.channel.deliver_error = PulledPlug()  # type: ignore[assignment]
    with pytest.raises(PulledPlug):
        send(bench.desk, {"mail": bench.channel}, due)
    bench.channel.deliver_error = None
    bench.work()
    assert bench.view().outgoing[0].state == "sending"  # it may still be at it
    bench.clock.pass_by(seconds=121)
    bench.work()
    assert bench.view().outgoing[0].state == "unknown"
    assert len(bench.channel.delivered) == 1


@pytest.mark.parametrize(("arrived", "state", "sent"), [(True, "sent", 1), (False, "sent", 2)])
def test_a_person_decides(bench: Bench, due: int, anna: Actor, arrived: bool, state: str, sent: int) -> None:
    bench.channel.answer = Delivery(UNKNOWN, "it broke after DATA")
    bench.work()
    assert undecided(bench.desk) == 1
    bench.channel.answer = Delivery(SENT)
    settle(bench.desk, due, anna, arrived=arrived)
    bench.work()
    assert bench.view().outgoing[0].state == state
    assert undecided(bench.desk) == 0
    assert len(bench.channel.delivered) == sent
    with pytest.raises(DeskError, match="nothing to decide"):
        settle(bench.desk, due, anna, arrived=False)


def test_a_channel_that_raises_has_a_bug_and_nobody_knows(bench: Bench, due: int) -> None:
    bench.channel.deliver_error = ZeroDivisionError("oops")
    bench.work()
    (message,) = bench.view().outgoing
    assert (message.state, message.last_error) == ("unknown", "ZeroDivisionError: oops")


def test_a_channel_that_is_off_delays_and_loses_nothing(bench: Bench, due: int) -> None:
    for _ in range(3):
        assert do_outgoing(bench.desk, {})
        bench.clock.pass_by(minutes=2)
    assert not bench.channel.delivered
    bench.work()
    assert len(bench.channel.delivered) == 1


def test_an_answer_to_the_id_that_a_relay_gave_it_finds_the_ticket(bench: Bench, due: int) -> None:
    bench.channel.answer = Delivery(SENT, ref="<0100-rewritten@relay.test>")
    bench.work()
    bench.mail("Yes", answers="<0100-rewritten@relay.test>", meta={"verified": "no"})
    bench.work()
    assert [message.direction for message in bench.view().messages] == ["in", "out", "in"]


def test_what_came_in_while_it_was_sent_is_not_overlooked(bench: Bench, due: int) -> None:
    """The ticket is being thought about anew: sending the older answer must not mark it as waiting."""
    channels = {"mail": bench.channel}
    bench.mail("One thing more", answers="<m1@example.org>")
    assert do_intake(bench.desk, channels)
    assert do_outgoing(bench.desk, channels)
    assert bench.state() == "new"
    bench.work()
    assert bench.state() == "triaged"
