"""The shortcut "Ask the mail desk" on a message: its author's problem becomes a ticket, once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.store.queries.ledger import ledger
from bot.store.queries.ticket import ticket
from tests.bot.slack.room import Room, make_room
from tests.stand_ins import InProcess

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

ALICE, BOB = "UALICE", "UBOB"
ELSEWHERE = "C09SALES"
TS = "1772442000.000100"
WORDS = "My mail to ann@example.org came back, and I do not know why"


@pytest.fixture
def room(bench: Bench) -> Iterator[Room]:
    bench.desk = replace(bench.desk, sandbox=InProcess())
    with make_room(bench) as made:
        made.slack.says("chat.postEphemeral", message_ts="1.1")
        yield made


def shortcut(message: dict[str, Any], *, by: str = BOB) -> dict[str, Any]:
    return {
        "type": "message_action",
        "callback_id": "ask_the_mail_desk",
        "team": {"id": "T1"},
        "user": {"id": by},
        "channel": {"id": ELSEWHERE, "name": "sales"},
        "trigger_id": "1.1",
        "message_ts": message["ts"],
        "message": message,
    }


def message(**more: Any) -> dict[str, Any]:
    return {"type": "message", "user": ALICE, "text": WORDS, "ts": TS, "team": "T1", **more}


@pytest.mark.parametrize("by", [BOB, ALICE])
@pytest.mark.parametrize("times", [1, 3])
def test_the_message_becomes_a_ticket_of_its_author(room: Room, by: str, times: int) -> None:
    for _ in range(times):
        room._send(shortcut(message(), by=by))
        room.work()
    found = ticket(room.bench.desk.store, 1)
    assert found is not None
    assert found.line.requester.endswith(ALICE)
    assert found.line.channel == "slack"
    assert [item.text for item in found.messages if item.direction == "in"] == [WORDS]
    assert ticket(room.bench.desk.store, 2) is None
    assert len(room.whispers(by)) == times
    assert all("the mail desk has it" in said for said in room.whispers(by))


def test_it_is_in_the_ledger_before_slack_is_told(room: Room) -> None:
    room._send(shortcut(message()))
    assert ledger(room.bench.desk.store).seen == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"bot_id": "B1"}, "A bot wrote that one."),
        ({"user": None}, "A bot wrote that one."),
        ({"subtype": "channel_join"}, "That is a notice of Slack's."),
        ({"subtype": "bot_message"}, "That is a notice of Slack's."),
    ],
)
def test_what_no_person_wrote_becomes_none(room: Room, more: dict[str, Any], said: str) -> None:
    room._send(shortcut(message(**more)))
    room.work()
    assert ticket(room.bench.desk.store, 1) is None
    [whisper] = room.whispers(BOB)
    assert whisper.startswith(said)
    assert "person who has the problem" in whisper


def test_whoever_cannot_be_told_there_is_told_alone(room: Room) -> None:
    room.slack.refuses("chat.postEphemeral", "not_in_channel")
    room._send(shortcut(message()))
    told = [args["text"] for args in room.slack.called("chat.postMessage") if args["channel"] == BOB]
    assert len(told) == 1
    assert "the mail desk has it" in told[0]
