"""What agents do from a card: each verb by its buttons and modals, on a real desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from bot.slack.more import items
from bot.slack.more.snooze import time_of
from tests.bot.slack.room import Room, chosen, make_room, said, texts, ticked

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

BOB, CAROL, ALICE = "UBOB", "UCAROL", "UALICE"


@pytest.fixture
def room(bench: Bench) -> Iterator[Room]:
    with make_room(bench) as made:
        made.bench.mail()
        made.work()
        yield made


def menu(room: Room, ticket: int = 1) -> list[str]:
    """What the card's menu offers."""
    return [
        option["value"].partition(":")[2]
        for block in room.card(ticket)
        for element in block.get("elements", [])
        if element.get("action_id") == "more"
        for option in element["options"]
    ]


def test_every_thing_to_do_is_said_in_the_order_of_the_menu(room: Room) -> None:
    offered = ["reroute", "ask", "escalate", "snooze", "merge", "incident", "solved", "not_a_request"]
    assert menu(room) == offered
    assert [item.ORDER for item in items().values()] == sorted(item.ORDER for item in items().values())


FORMS: list[tuple[str, dict[str, Any], str]] = [
    ("reroute", {"route": chosen("newsletter"), "problem": chosen("")}, "rerouted"),
    ("reroute", {"route": chosen("real_issue"), "problem": chosen("delayed")}, "rerouted"),
    ("ask", {"details": ticked("sender", "occurred_at")}, "asks"),
    ("snooze", {"how_long": chosen("4")}, "snoozed"),
    ("snooze", {"until": {"selected_date_time": 1_780_000_000}}, "snoozed"),
    ("write", {"text": said("Dear Alice"), "then": chosen("solved")}, "wrote"),
]


@pytest.mark.parametrize(("name", "values", "audit"), FORMS)
def test_what_is_filled_in_is_done(room: Room, name: str, values: dict[str, Any], audit: str) -> None:
    if name == "write":
        room.press(BOB, {"action_id": "do_write", "value": "1:write"})
    else:
        room.pick(BOB, f"1:{name}")
    assert room.hand_in(BOB, values) == {}
    assert audit in room.bench.trail()
    room.work()
    assert "Ubob" in "\n".join(texts(room.card()))


AT_ONCE = [("solved", "solved"), ("not_a_request", "set_aside")]


@pytest.mark.parametrize(("name", "state"), AT_ONCE)
def test_what_needs_no_words_is_done_at_once(room: Room, name: str, state: str) -> None:
    room.pick(BOB, f"1:{name}")
    assert room.bench.state() == state
    assert not room.slack.called("views.open")
    room.work()
    assert "reopen" in menu(room)
    room.pick(CAROL, "1:reopen")
    assert room.bench.state() == "new"


def test_a_case_stands_ready_after_escalate(room: Room) -> None:
    """Without a case there is nothing to hand over: only the one who pressed is told."""
    room.pick(BOB, "1:escalate")
    assert room.whispers(BOB)
    assert room.bench.state() == "triaged"


def test_two_tickets_become_one(room: Room) -> None:
    room.bench.mail("Again me", sender="Alice <alice@example.org>")
    room.work()
    room.pick(BOB, "2:merge")
    room.hand_in(BOB, {"into": said("#1")})
    assert "ticket_merged" in room.bench.trail(2)
    room.work()


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("reroute", {"route": chosen("real_issue")}, "problem"),
    ("reroute", {}, "route"),
    ("ask", {"details": ticked()}, "details"),
    ("merge", {"into": said("the other one")}, "into"),
    ("merge", {"into": said("#1")}, "into"),
    ("merge", {"into": said("99")}, "into"),
    ("snooze", {}, "how_long"),
    ("snooze", {"until": {"selected_date_time": 1}}, "how_long"),
    ("incident", {"incident": chosen("none")}, "incident"),
]


@pytest.mark.parametrize(("name", "values", "field"), WRONG)
def test_what_is_wrong_is_said_at_its_field(
    room: Room, name: str, values: dict[str, Any], field: str
) -> None:
    room.pick(BOB, f"1:{name}")
    trail = room.bench.trail()
    answer = room.hand_in(BOB, values)
    assert answer["response_action"] == "errors"
    assert list(answer["errors"]) == [field]
    assert room.bench.trail() == trail


@pytest.mark.parametrize("name", ["take", "accept", "dismiss", "edit", "do_write", "more"])
def test_whoever_is_no_agent_is_told_so_alone(room: Room, name: str) -> None:
    value = {"do_write": "1:write", "take": "1"}.get(name, f"1:{room.bench.suggestion}")
    if name == "more":
        room.pick(ALICE, "1:solved")
    else:
        room.press(ALICE, {"action_id": name, "value": value})
    assert room.bench.state() == "triaged"
    assert not room.slack.called("views.open")
    assert "Only members of the triage channel" in room.whispers(ALICE)[0]


def test_who_lost_the_right_while_the_modal_was_open_is_refused(room: Room) -> None:
    room.press(BOB, {"action_id": "do_write", "value": "1:write"})
    answer = room.hand_in(ALICE, {"text": said("Dear Alice")})
    assert "Only members" in answer["errors"]["text"]


def test_an_answer_to_what_is_not_so_any_more_is_stopped(room: Room) -> None:
    """Two agents write at the same time: the second one is shown who was first, with the text kept."""
    room.press(BOB, {"action_id": "do_write", "value": "1:write"})
    of_bob = room.slack.called("views.open")[-1]["view"]
    room.press(CAROL, {"action_id": "do_write", "value": "1:write"})
    assert room.hand_in(CAROL, {"text": said("From Carol")}) == {}
    answer = room.hand_in(BOB, {"text": said("From Bob")}, of_bob)
    assert answer["response_action"] == "update"
    again = answer["view"]
    assert "Ucarol was first" in "\n".join(texts(again["blocks"]))
    assert again["blocks"][1]["element"]["initial_value"] == "From Bob"
    room.work()
    assert [sent.text for sent in room.bench.channel.delivered] == ["From Carol"]
    assert room.hand_in(BOB, {"text": said("From Bob, too")}, again) == {}
    room.work()
    assert [sent.text for sent in room.bench.channel.delivered] == ["From Carol", "From Bob, too"]


def test_who_is_late_is_told_who_was_first(room: Room) -> None:
    room.press(BOB, {"action_id": "take", "value": "1"})
    room.press(CAROL, {"action_id": "take", "value": "1"})
    assert room.whispers(CAROL) == ["Ubob was first and has it already."]
    value = f"1:{room.bench.suggestion}"
    room.press(BOB, {"action_id": "accept", "value": value})
    room.press(CAROL, {"action_id": "accept", "value": value})
    assert room.whispers(CAROL)[1:] == ["Ubob was first: this suggestion is accepted already."]
    room.press(CAROL, {"action_id": "edit", "value": value})
    assert "not pending any more" in room.whispers(CAROL)[-1]
    assert not room.whispers(BOB)


def test_an_old_card_offers_what_is_not_there(room: Room) -> None:
    room.pick(BOB, "1:solved")
    room.pick(CAROL, "1:snooze")
    assert "not where it was" in room.whispers(CAROL)[0]
    room.pick(CAROL, "77:snooze")
    assert len(room.whispers(CAROL)) == 2


def test_a_menu_forgets_what_was_picked(room: Room) -> None:
    def ids() -> list[str]:
        return [block["block_id"] for block in room.card() if block.get("block_id")]

    before = ids()
    room.pick(BOB, "1:snooze")
    room.work()
    assert before and ids() != before


def test_what_is_written_under_the_card_stays_inside(room: Room) -> None:
    thread = room.slack.called("chat.postMessage")[0]
    assert thread["channel"] == "C02DESK"
    post = {
        "type": "message",
        "channel": "C02DESK",
        "channel_type": "group",
        "user": BOB,
        "text": "He is a VIP &amp; <mailto:a@b.test|a@b.test>",
        "ts": "5.5",
        "thread_ts": "1700000000.000001",
        "files": [{"name": "notes.txt"}],
    }
    for _ in range(4):
        room.event(post)
    room.event({**post, "user": ALICE, "ts": "5.6"})
    room.event({**post, "thread_ts": "9.9", "ts": "5.7"})
    room.work()
    notes = [item.text for item in room.bench.view().messages if item.direction == "internal"]
    assert notes == ["He is a VIP & a@b.test\n[notes.txt]"]
    assert not room.bench.channel.delivered
    assert "Ubob left a note" in "\n".join(texts(room.card()))


@pytest.mark.parametrize(
    ("picked", "zone", "expected"),
    [
        ("1", None, datetime(2026, 3, 2, 10, 0, tzinfo=UTC)),
        ("tomorrow", None, datetime(2026, 3, 3, 9, 0, tzinfo=UTC)),
        ("tomorrow", "Europe/Berlin", datetime(2026, 3, 3, 8, 0, tzinfo=UTC)),
        ("monday", "America/New_York", datetime(2026, 3, 9, 13, 0, tzinfo=UTC)),
        ("monday", "no/such", datetime(2026, 3, 9, 9, 0, tzinfo=UTC)),
    ],
)
def test_when_that_is(picked: str, zone: str | None, expected: datetime) -> None:
    assert time_of(picked, datetime(2026, 3, 2, 9, 0, tzinfo=UTC), zone) == expected
