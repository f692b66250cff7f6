"""Who writes to the app itself is guided: what happened, is there a bounce, is this right?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.slack.guide import WAIT_S
from bot.slack.speech import languages, speech
from bot.store.schema.ledger import intake
from bot.store.schema.ticket import tickets
from tests.bot.slack.room import Room, make_room, texts
from tests.bot.slack.test_requests import ALICE, AT, count, hear_support, post, rows
from tests.stand_ins import InProcess

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

BOUNCE = (
    "<nobody@example.org>: host mx.example.org[192.0.2.7] said: 550 5.1.1\n"
    "    <nobody@example.org>: Recipient address rejected: User unknown in virtual\n"
    "    mailbox table (in reply to RCPT TO command)"
)


@pytest.fixture
def room(bench: Bench) -> Iterator[Room]:
    bench.desk = replace(bench.desk, sandbox=InProcess())
    with make_room(bench) as made:
        hear_support(made)
        yield made


def direct(text: str, *, at: float = 0, thread: float | None = None) -> dict[str, Any]:
    return post(text, ts=AT + at, thread=thread, channel="D1", channel_type="im")


def answers(room: Room) -> list[str]:
    """What the guide said, oldest first."""
    said = [args for args in room.slack.called("chat.postMessage") if args["channel"] == "D1"]
    return ["\n".join(texts(args["blocks"])) for args in said]


def press_send(room: Room) -> None:
    message = {"ts": f"{AT + 9:.6f}", "thread_ts": f"{AT:.6f}", "blocks": []}
    room.press(ALICE, {"action_id": "guide_send", "value": "send"}, channel={"id": "D1"}, message=message)


def test_it_asks_shows_what_it_understood_and_hands_it_in(room: Room) -> None:
    room.event(direct("My mail came back"))
    assert speech("en")["evidence"] in answers(room)[-1]
    room.event(direct(BOUNCE, at=20, thread=AT))
    assert "nobody@example.org" in answers(room)[-1]
    room.work()
    assert count(room, tickets) == 0, "it waits for her"
    press_send(room)
    assert speech("en")["taken"] in answers(room)[-1]
    room.work()
    assert count(room, tickets) == 1
    assert len(rows(room)) == 2
    press_send(room)
    assert speech("en")["taken_already"] in answers(room)[-1]


def test_a_bounce_at_once_needs_no_question(room: Room) -> None:
    room.event(direct(BOUNCE))
    [said] = answers(room)
    assert speech("en")["understood"] in said
    assert "nobody@example.org" in said


def test_who_leaves_gets_a_ticket_by_silence(room: Room) -> None:
    room.event(direct("My mail came back"))
    room.bench.clock.pass_by(seconds=WAIT_S - 1)
    room.work()
    assert count(room, tickets) == 0
    room.bench.clock.pass_by(seconds=2)
    room.work()
    assert count(room, tickets) == 1


def test_each_word_gives_more_time(room: Room) -> None:
    room.event(direct("My mail came back"))
    room.bench.clock.pass_by(seconds=WAIT_S - 10)
    room.event(direct("It was to ann@example.org", at=290))
    room.bench.clock.pass_by(seconds=WAIT_S - 10)
    room.work()
    assert count(room, tickets) == 0
    room.bench.clock.pass_by(seconds=11)
    room.work()
    assert count(room, tickets) == 1
    assert len(rows(room)) == 2


@pytest.mark.parametrize("thread", [AT, None], ids=["in the thread", "beside it"])
def test_what_comes_after_is_the_same_ticket_without_a_guide(room: Room, thread: float | None) -> None:
    room.event(direct("My mail to ann@example.org came back"))
    press_send(room)
    room.work()
    before = len(answers(room))
    room.event(direct("It was at nine", at=30, thread=thread))
    if thread is None:
        press_send(room)
    room.work()
    assert count(room, tickets) == 1
    assert len(rows(room)) == 2
    assert thread is None or len(answers(room)) == before


def test_every_event_four_times_is_one_talk(room: Room) -> None:
    thread = {"user_id": ALICE, "channel_id": "D1", "thread_ts": f"{AT:.6f}"}
    for _ in range(4):
        room.event({"type": "assistant_thread_started", "assistant_thread": thread})
    for _ in range(4):
        room.event(direct("My mail came back", at=5, thread=AT))
    assert count(room, intake) == 1
    assert len(answers(room)) == 2


def test_the_assistants_pane_greets_and_suggests(room: Room) -> None:
    room.slack.says("assistant.threads.setSuggestedPrompts")
    room.slack.says("assistant.threads.setStatus")
    thread = {"user_id": ALICE, "channel_id": "D1", "thread_ts": f"{AT:.6f}"}
    room.event({"type": "assistant_thread_started", "assistant_thread": thread})
    assert answers(room) == [speech("en")["greeting"]]
    [prompts] = room.slack.called("assistant.threads.setSuggestedPrompts")
    assert len(prompts["prompts"]) == 4
    room.event(direct("My mail came back", at=5, thread=AT))
    [status] = room.slack.called("assistant.threads.setStatus")
    assert status["status"] == speech("en")["looking"]


def test_without_such_a_pane_it_still_guides(room: Room) -> None:
    """The loopback answers `unknown_method` to what a test has not allowed."""
    thread = {"user_id": ALICE, "channel_id": "D1", "thread_ts": f"{AT:.6f}"}
    room.event({"type": "assistant_thread_started", "assistant_thread": thread})
    room.event(direct("My mail came back", at=5, thread=AT))
    assert len(answers(room)) == 2


@pytest.mark.parametrize("helped", ["yes", "no"])
def test_feedback_is_kept_and_only_the_requesters_counts(room: Room, helped: str) -> None:
    room.event(direct(BOUNCE))
    press_send(room)
    room.work()
    for user in ("UDAVE", ALICE):
        action = {"type": "feedback_buttons", "action_id": "helped", "value": f"1:{helped}"}
        room.press(user, action, channel={"id": "D1"})
    trail = [item for item in room.bench.view().audit if item.what.startswith("said_it")]
    assert [(item.actor, item.what) for item in trail] == [
        (f"slack:{ALICE}", "said_it_helped" if helped == "yes" else "said_it_did_not_help")
    ]
    assert room.bench.view().line.attention is (helped == "no")


@pytest.mark.parametrize("language", languages())
def test_every_language_says_all_of_it_within_slacks_limits(language: str) -> None:
    words, english = speech(language), speech("en")
    assert words.keys() == english.keys()
    assert words["prompts"].keys() == english["prompts"].keys()
    assert all(len(words[name]) <= 24 for name in ("details_title", "ask_title", "cancel"))
    assert all(len(words[name]) <= 75 for name in ("fill_in", "send", "helped", "did_not_help"))
    assert language == "en" or not set(map(str, words.values())) & set(map(str, english.values()))
