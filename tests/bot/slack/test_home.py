"""The Home tab: an agent's day, a requester's own questions, search and pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.desk.snooze import snooze
from bot.desk.take import take
from bot.desk.types import Actor, Delivery, DeliveryOutcome
from bot.slack.home import HomeState, unpacked
from tests.bot.slack.room import Room, make_room, texts

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

BOB, ALICE = "UBOB", "UALICE"
BOB_ACTOR = Actor("agent", "slack:UBOB", "Bob")


@pytest.fixture
def room(bench: Bench) -> Iterator[Room]:
    with make_room(bench) as made:
        yield made


def opened(room: Room, user: str = BOB) -> list[dict[str, Any]]:
    room.event({"type": "app_home_opened", "user": user, "tab": "home", "channel": "D1"})
    return shown(room)


def shown(room: Room) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = room.slack.called("views.publish")[-1]["view"]["blocks"]
    return blocks


def parts(blocks: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Header -> the words below it."""
    found: dict[str, list[str]] = {}
    name = ""
    for block in blocks:
        if block["type"] == "header":
            name = block["text"]["text"].partition(":")[0]
        found.setdefault(name, []).extend(texts(block) if block["type"] != "header" else [])
    return found


def feed(room: Room, count: int) -> None:
    for number in range(count):
        room.bench.mail(f"Number {number}", sender=f"user{number}@example.org", subject=f"Subject {number}")
    room.work()


def buttons(blocks: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        element["action_id"]: element
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
    }


def test_an_agent_sees_what_needs_them_their_own_and_the_queue(room: Room) -> None:
    feed(room, 3)
    take(room.bench.desk, 2, BOB_ACTOR)
    found = parts(opened(room))
    assert any("Subject 1" in text for text in found["My tickets"])
    assert not any("Subject 0" in text for text in found["My tickets"])
    assert sum("Subject" in text for text in found["The queue"]) == 3
    assert "among the longest waiting" in found["What needs you now"][0]
    assert {"ask_desk", "home_show", "open"} <= buttons(shown(room)).keys()


def test_an_empty_desk_is_quiet(room: Room) -> None:
    found = parts(opened(room))
    assert found["What needs you now"] == ["Nothing. All is quiet."]


def test_a_failed_send_stands_first(room: Room) -> None:
    feed(room, 2)
    room.bench.channel.answer = Delivery(DeliveryOutcome.FAILED, "no such user")
    room.press(BOB, {"action_id": "accept", "value": f"2:{room.bench.view(2).pending[0].id}"})
    room.work()
    first = parts(opened(room))["What needs you now"][0]
    assert "Subject 1" in first and "could not be sent" in first


def test_what_is_snoozed_needs_nobody(room: Room) -> None:
    feed(room, 1)
    snooze(room.bench.desk, 1, BOB_ACTOR, room.bench.clock.at + timedelta(hours=1))
    found = parts(opened(room))
    assert found["What needs you now"] == ["Nothing. All is quiet."]
    assert found["The queue"][0] == "Nobody is waiting."


def test_pages_are_turned_and_turned_back(room: Room) -> None:
    feed(room, 23)
    seen: list[str] = []
    blocks = opened(room)
    for _ in range(3):
        seen += [text for text in parts(blocks)["The queue"] if text.startswith("#")]
        more = buttons(blocks).get("home_show_queue_more")
        if more is not None:
            room.press(BOB, {"action_id": more["action_id"], "value": more["value"]})
            blocks = shown(room)
    assert len(set(seen)) == len(seen) == 23
    back = buttons(blocks)["home_show_queue_back"]
    room.press(BOB, {"action_id": back["action_id"], "value": back["value"]})
    assert "home_show_queue_more" in buttons(shown(room))
    assert len(blocks) <= 100


@pytest.mark.parametrize(
    ("words", "numbers"),
    [("#2", [2]), ("user1@example.org", [2]), ("SUBJECT 0", [1]), ("nothing such", []), ("", None)],
)
def test_search_finds(room: Room, words: str, numbers: list[int] | None) -> None:
    feed(room, 3)
    room.press(BOB, {"type": "plain_text_input", "action_id": "home_search", "value": words})
    found = {name: said for name, said in parts(shown(room)).items() if name.startswith("Found")}
    if numbers is None:
        assert not found
        return
    [listed] = found.values()
    assert [int(text.split()[0].removeprefix("#")) for text in listed if text.startswith("#")] == numbers
    clear = buttons(shown(room))["home_clear"]
    room.press(BOB, {"action_id": clear["action_id"], "value": clear["value"]})
    assert not any(name.startswith("Found") for name in parts(shown(room)))


def test_whoever_asks_sees_their_own_and_nothing_else(room: Room) -> None:
    room.slack.answers["users.info"] = lambda args: {
        "user": {"id": args["user"], "real_name": "Alice", "profile": {"email": "Alice@Example.org"}}
    }
    feed(room, 2)
    room.bench.mail("Mine", sender="alice@example.org", subject="My own")
    room.work()
    blocks = opened(room, ALICE)
    found = parts(blocks)
    assert [text for text in found["My questions"] if text.startswith("#")] == ["#3 My own\nwe are on it"]
    assert "The queue" not in found
    assert set(buttons(blocks)) == {"ask_desk", "home_show"}
    room.press(ALICE, {"type": "plain_text_input", "action_id": "home_search", "value": "Subject"})
    assert not any("Subject" in text for text in texts(shown(room)))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *(
            (value, HomeState())
            for value in (None, "", "x", "[]", "[1]", '["a",1,2]', '["a","b",2,3]', "null")
        ),
        ('{"a":1}', HomeState()),
        ("[null,-5,9e9,2]", HomeState("", 0, 1_000, 2)),
        (HomeState("w" * 300, 1, 2, 3).packed(), HomeState("w" * 199 + "…", 1, 2, 3)),
    ],
)
def test_a_button_of_another_age_shows_the_first_page(value: object, expected: HomeState) -> None:
    assert unpacked(value) == expected
