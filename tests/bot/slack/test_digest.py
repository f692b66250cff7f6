"""The daily summary: at its time, once, whoever works; later when Slack says later."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from bot.desk.accept import accept
from bot.desk.daily import due_day
from bot.desk.types import Actor
from bot.setting_types import read_daily
from bot.slack.digest import send_digest
from tests.bot.slack.room import Room, make_room, texts

if TYPE_CHECKING:
    from tests.bot.conftest import Bench


@pytest.fixture
def room(bench: Bench) -> Iterator[Room]:
    """The bench's clock stands at 9:00 UTC."""
    with make_room(bench, slack_digest=read_daily("11:30 Europe/Berlin")) as made:
        yield made


def sent(room: Room) -> list[str]:
    return [
        "\n".join(texts(args["blocks"]))
        for args in room.slack.called("chat.postMessage")
        if args["text"].startswith("The mail desk on")
    ]


def test_it_comes_at_its_time_and_once_a_day(room: Room) -> None:
    room.work()
    assert not sent(room)
    room.bench.clock.pass_by(hours=2)
    room.work()
    room.work()
    assert len(sent(room)) == 1
    room.bench.clock.pass_by(hours=24)
    room.work()
    assert len(sent(room)) == 2


def test_it_says_what_happened(room: Room, anna: Actor) -> None:
    room.bench.mail("one", subject="First")
    room.bench.mail("two", sender="Ben <ben@example.org>", subject="Second")
    room.work()
    accept(room.bench.desk, room.bench.view(2).pending[0].id, anna)
    room.bench.clock.pass_by(hours=2)
    room.work()
    [words] = sent(room)
    for line in ("2 new tickets", "1 message that agents sent", "1 in the queue", "#1 First", "2 h"):
        assert line in words
    assert "#2" not in words


def test_ten_workers_send_one(room: Room) -> None:
    room.bench.clock.pass_by(hours=2)
    start, done = threading.Barrier(10), list[bool]()

    def work() -> None:
        start.wait()
        done.append(send_digest(room.channel.context))

    threads = [threading.Thread(target=work) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done.count(True) == 1
    assert len(sent(room)) == 1


def test_a_refusal_is_tried_again_after_a_while(room: Room) -> None:
    room.bench.clock.pass_by(hours=2)
    room.slack.refuses("chat.postMessage", "internal_error")
    room.work()
    room.slack.answers["chat.postMessage"] = room.slack.posted
    asked = len(sent(room))
    room.work()
    assert len(sent(room)) == asked
    room.bench.clock.pass_by(minutes=6)
    room.work()
    assert len(sent(room)) == asked + 1


class Died(BaseException):
    """What ends a process, and is caught by nobody."""


@pytest.mark.parametrize("where", ["digest_of", "digest_blocks"])
def test_a_worker_that_dies_in_it_leaves_it_to_another(
    room: Room, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def dies(*_: object) -> None:
        raise Died

    room.bench.clock.pass_by(hours=2)
    with monkeypatch.context() as within:
        within.setattr(f"bot.slack.digest.{where}", dies)
        with pytest.raises(Died):
            send_digest(room.channel.context)
    assert not send_digest(room.channel.context)  # it still seems to be in hand
    room.bench.clock.pass_by(seconds=room.bench.desk.lease.total_seconds() + 1)
    assert send_digest(room.channel.context)
    assert len(sent(room)) == 1
    room.bench.clock.pass_by(minutes=30)
    assert not send_digest(room.channel.context)


def test_a_lost_answer_is_not_asked_for_again(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(**_: object) -> None:
        raise TimeoutError("the answer did not come")

    room.bench.clock.pass_by(hours=2)
    with monkeypatch.context() as within:
        within.setattr(room.channel.context.client, "chat_postMessage", lost)
        assert send_digest(room.channel.context)
    room.bench.clock.pass_by(minutes=30)
    assert not send_digest(room.channel.context)


def test_without_a_time_there_is_none(bench: Bench) -> None:
    with make_room(bench) as quiet:
        quiet.bench.clock.pass_by(hours=24)
        quiet.work()
        assert not sent(quiet)


@pytest.mark.parametrize(
    ("now", "at", "expected"),
    [
        (datetime(2026, 3, 2, 7, 29, tzinfo=UTC), "08:30 Europe/Berlin", None),
        (datetime(2026, 3, 2, 7, 30, tzinfo=UTC), "08:30 Europe/Berlin", date(2026, 3, 2)),
        (datetime(2026, 3, 2, 11, 29, tzinfo=UTC), "08:30 Europe/Berlin", date(2026, 3, 2)),
        (datetime(2026, 3, 2, 11, 30, tzinfo=UTC), "08:30 Europe/Berlin", None),
        (datetime(2026, 3, 3, 1, 0, tzinfo=UTC), "23:30", date(2026, 3, 2)),
        (datetime(2026, 7, 1, 6, 30, tzinfo=UTC), "08:30 Europe/Berlin", date(2026, 7, 1)),
    ],
)
def test_whose_turn_it_is(now: datetime, at: str, expected: date | None) -> None:
    assert due_day(now, read_daily(at)) == expected


@pytest.mark.parametrize("text", ["soon", "25:00", "08:30 Mars/Olympus", "08:30+01:00", "", "8"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(ValueError, match="08:30 Europe/Berlin"):
        read_daily(text)
