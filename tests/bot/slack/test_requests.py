"""What people write in Slack becomes tickets: once, whole, and followed."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from slack_bolt import BoltRequest
from sqlalchemy import func, select

from bot.store.queries.ticket import TicketView, ticket
from bot.store.schema.ledger import intake
from bot.store.schema.message import messages
from bot.store.schema.ticket import tickets
from tests.bot.slack.room import Room, make_room
from tests.stand_ins import InProcess

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

HELP, ALICE, BOB, DAVE = "C01HELP", "UALICE", "UBOB", "UDAVE"
AT = 1772442000
"""2 March 2026, 9:00 UTC: where the test's clock stands."""


def hear_support(room: Room) -> None:
    desk, support = {"id": "C02DESK", "name": "mail-desk"}, {"id": HELP, "name": "mail-help"}
    room.slack.says("conversations.list", channels=[desk, support])


@pytest.fixture
def room(bench: Bench) -> Iterator[Room]:
    bench.desk = replace(bench.desk, sandbox=InProcess())
    with make_room(bench) as made:
        hear_support(made)
        yield made


def post(
    text: str, *, ts: float = AT, user: str = ALICE, thread: float | None = None, **more: Any
) -> dict[str, Any]:
    made = {"type": "message", "channel": HELP, "channel_type": "channel", "user": user, "text": text}
    made |= {"ts": f"{ts:.6f}"} | ({"thread_ts": f"{thread:.6f}"} if thread else {})
    return {**made, **more}


def edit(text: str, before: str, *, ts: float = AT, at: float = AT + 60, **more: Any) -> dict[str, Any]:
    old = post(before, ts=ts)
    new = {**post(text, ts=ts), "edited": {"user": ALICE, "ts": f"{at:.6f}"}}
    return {
        "type": "message", "subtype": "message_changed", "channel": HELP, "channel_type": "channel",
        "ts": f"{at:.6f}", "message": new, "previous_message": old, **more,
    }  # fmt: skip


def deletion(before: str, *, ts: float = AT, at: float = AT + 90) -> dict[str, Any]:
    return {
        "type": "message", "subtype": "message_deleted", "channel": HELP, "channel_type": "channel",
        "ts": f"{at:.6f}", "deleted_ts": f"{ts:.6f}", "previous_message": post(before, ts=ts),
    }  # fmt: skip


def reaction(ts: float = AT) -> dict[str, Any]:
    item = {"type": "message", "channel": HELP, "ts": f"{ts:.6f}"}
    return {"type": "reaction_added", "user": BOB, "reaction": "ticket", "item": item}


def view(room: Room, number: int = 1) -> TicketView:
    found = ticket(room.bench.desk.store, number)
    assert found is not None
    return found


def count(room: Room, table: Any) -> int:
    with room.bench.desk.store.read() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def rows(room: Room, number: int = 1) -> list[Any]:
    with room.bench.desk.store.read() as connection:
        query = select(messages).where(messages.c.ticket == number).order_by(messages.c.id)
        return list(connection.execute(query))


FIRST = "My mail to ann@example.org came back"
DEEDS = {
    "post": post(FIRST),
    "reaction": reaction(),
    "edit": edit("My mail to bea@example.org came back", FIRST),
}


@pytest.mark.parametrize("order", list(itertools.permutations(DEEDS)), ids="-".join)
@pytest.mark.parametrize("times", [1, 4])
def test_whatever_comes_first_and_however_often_it_is_one_ticket(
    room: Room, order: tuple[str, ...], times: int
) -> None:
    room.slack.says("conversations.history", messages=[post(FIRST)])
    for name in order:
        for again in range(times):
            room.event(DEEDS[name], event_id=f"Ev{name}{again}")
        room.work()
    assert count(room, tickets) == 1
    [message] = rows(room)
    assert "bea@example.org" in message.text
    assert len(room.slack.called("chat.postMessage")) == 1, "one card"


def test_sixteen_at_once_are_one_ticket(room: Room) -> None:
    bodies = [
        {
            "type": "event_callback",
            "team_id": "T1",
            "event_id": "Ev1",
            "event": {**post(FIRST), "event_ts": "1"},
        }
        for _ in range(16)
    ]
    with ThreadPoolExecutor(16) as pool:
        answers = list(
            pool.map(lambda body: room.app.dispatch(BoltRequest(body=body, mode="socket_mode")), bodies)
        )
    assert {answer.status for answer in answers} == {200}
    assert count(room, intake) == 1
    room.work()
    assert count(room, tickets) == 1


def test_it_is_stored_before_it_is_acknowledged(room: Room) -> None:
    room.event(post(FIRST))
    with room.bench.desk.store.read() as connection:
        [row] = connection.execute(select(intake)).all()
    assert row.outcome is None
    assert json.loads(room.bench.desk.raw.get(row.sha256))["text"] == FIRST


def test_an_edit_shows_the_new_words_keeps_the_old_and_is_thought_about(room: Room) -> None:
    room.event(post(FIRST))
    room.work()
    room.event(edit("My mail to bea@example.org came back", FIRST))
    room.work()
    [message] = rows(room)
    assert message.text == "My mail to bea@example.org came back"
    assert [item["text"] for item in message.earlier] == [FIRST]
    assert view(room).line.subject == message.text
    assert len(room.bench.thinker.heard) == 2
    assert "bea@" in room.bench.thinker.heard[-1].messages[0].text


@pytest.mark.parametrize("text", [FIRST.upper(), f"  {FIRST}!!", FIRST.replace(" ", "  ")])
def test_an_edit_of_nothing_but_looks_is_not_thought_about(room: Room, text: str) -> None:
    room.event(post(FIRST))
    room.work()
    room.event(edit(text, FIRST))
    room.work()
    assert len(room.bench.thinker.heard) == 1


def test_links_that_unfold_are_no_edit(room: Room) -> None:
    room.event(post(FIRST))
    room.event(edit(FIRST, FIRST))
    assert count(room, intake) == 1


def test_the_older_of_two_edits_that_comes_late_changes_nothing(room: Room) -> None:
    room.event(post("one"))
    room.work()
    room.event(edit("three", "two", at=AT + 20))
    room.work()
    room.event(edit("two", "one", at=AT + 10))
    room.work()
    assert [message.text for message in rows(room)] == ["three"]


def test_what_its_author_deletes_is_kept_and_set_aside(room: Room) -> None:
    room.event(post(FIRST))
    room.work()
    room.event(deletion(FIRST))
    room.work()
    [message] = rows(room)
    assert message.withdrawn_at is not None
    assert message.text == FIRST
    assert view(room).line.state == "set_aside"
    assert not view(room).pending


def test_a_tombstone_is_a_deletion(room: Room) -> None:
    room.event(post(FIRST))
    room.work()
    left = edit("This message was deleted.", FIRST)
    left["message"] |= {"subtype": "tombstone", "user": "USLACKBOT"}
    room.event(left)
    room.work()
    assert view(room).line.state == "set_aside"


def test_what_is_left_of_a_thread_is_thought_about_alone(room: Room) -> None:
    room.event(post(FIRST))
    room.event(post("It happened at nine", ts=AT + 5, thread=AT))
    room.work()
    room.event(deletion(FIRST))
    room.work()
    assert view(room).line.state == "triaged"
    assert [message.text for message in room.bench.thinker.heard[-1].messages] == ["It happened at nine"]


@pytest.mark.parametrize("order", list(itertools.permutations(("post", "edit", "deletion"))), ids="-".join)
def test_taken_back_is_taken_back_in_any_order(room: Room, order: tuple[str, ...]) -> None:
    deeds = {"post": post("one"), "edit": edit("two", "one"), "deletion": deletion("two")}
    for name in order:
        room.event(deeds[name])
        room.work()
    shown = [view(room, number).line.state for number in range(1, count(room, tickets) + 1)]
    assert set(shown) <= {"set_aside"}
    with room.bench.desk.store.read() as connection:
        outcomes = list(connection.execute(select(intake.c.outcome)).scalars())
    assert len(outcomes) == 3
    assert None not in outcomes


@pytest.mark.parametrize(
    ("later", "number"),
    [
        (post("and it is urgent", ts=AT + 60), 1),
        (post("and it is urgent", ts=AT + 200), 2),
        (post("me too", ts=AT + 60, user=DAVE), 2),
        (post("at nine", ts=AT + 9_000, thread=AT), 1),
        (post("and here", ts=AT + 60, channel="D1", channel_type="im"), 1),
    ],
    ids=["burst", "later", "somebody-else", "thread", "elsewhere"],
)
def test_one_question_in_pieces_is_one_ticket(room: Room, later: dict[str, Any], number: int) -> None:
    room.event(post(FIRST))
    room.work()
    room.event(later)
    room.work()
    assert count(room, tickets) == number


def test_a_thread_under_a_later_piece_is_the_same_ticket(room: Room) -> None:
    room.event(post(FIRST))
    room.event(post("it is urgent", ts=AT + 30))
    room.work()
    room.event(post("anything new?", ts=AT + 900, thread=AT + 30))
    room.work()
    assert count(room, tickets) == 1
    assert len(rows(room)) == 3


def test_what_others_say_in_the_thread_is_kept_as_theirs(room: Room) -> None:
    room.event(post(FIRST))
    room.work()
    room.event(post("I have that, too", ts=AT + 30, user=DAVE, thread=AT, parent_user_id=ALICE))
    room.work()
    assert [message.role for message in rows(room)] == ["requester", "other"]
    assert view(room).line.attention


@pytest.mark.parametrize("told", [{"parent_user_id": ALICE}, {}], ids=["told whose", "not told"])
def test_an_answer_that_overtakes_its_post_waits_for_it(room: Room, told: dict[str, str]) -> None:
    room.event(post("I have that, too", ts=AT + 30, user=DAVE, thread=AT, **told))
    room.work()
    assert count(room, tickets) == 0
    room.event(post(FIRST))
    room.work()
    room.bench.clock.pass_by(seconds=6)
    room.work()
    assert [(message.role, message.author) for message in rows(room)] == [
        ("requester", f"slack:{ALICE}"),
        ("other", f"slack:{DAVE}"),
    ]


def test_a_draft_is_retired_when_an_agent_has_answered_in_the_thread(room: Room) -> None:
    room.event(post(FIRST))
    room.work()
    assert view(room).pending
    room.event(post("That address has a typo.", ts=AT + 30, user=BOB, thread=AT, parent_user_id=ALICE))
    room.work()
    shown = view(room)
    assert not shown.pending
    assert shown.line.state == "waiting"
    assert [message.direction for message in rows(room)] == ["in", "out"]
    room.event(post("No, it has not!", ts=AT + 60, thread=AT))
    room.work()
    assert view(room).line.state == "triaged"
    assert [message.text for message in room.bench.thinker.heard[-1].messages] == [FIRST, "No, it has not!"]


@pytest.mark.parametrize(
    "event",
    [
        post("I am a bot", bot_id="B1"),
        post("joined", subtype="channel_join"),
        post("elsewhere", channel="C09OTHER"),
        edit("new", "old", channel="C09OTHER"),
    ],
)
def test_what_is_not_for_the_desk(room: Room, event: dict[str, Any]) -> None:
    room.event(event)
    assert count(room, intake) == 0
