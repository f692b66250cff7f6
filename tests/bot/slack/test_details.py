"""What is missing is asked for in a modal: for the person who asked, in their language."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from bot.slack.inputs import FILES
from bot.store.schema.ledger import intake
from bot.store.schema.message import messages
from bot.store.schema.ticket import tickets
from knowledge.vocabulary import Action, Detail, ProblemKind, Route
from tests.bot.slack.room import Room, make_room
from tests.bot.slack.test_requests import ALICE, AT, BOB, HELP, hear_support, post
from tests.stand_ins import InProcess
from triage.model import Reply

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

ASKED = (Detail.OCCURRED_AT, Detail.SENDER, Detail.NDR, Detail.JUNK_CHECKED)
GERMAN = "Guten Tag, eine E-Mail von unserer Kundin ist seit gestern nicht angekommen, bitte helfen Sie uns."


@pytest.fixture
def room(bench: Bench) -> Iterator[Room]:
    bench.desk = replace(bench.desk, sandbox=InProcess())
    with make_room(bench) as made:
        hear_support(made)
        bench.thinker.says(
            Action.ASK,
            route=Route.REAL_ISSUE,
            problem=ProblemKind.MISSING_MAIL,
            missing=ASKED,
            details={"recipient": ["ann@example.org"]},
            reply=Reply("Re: Help", "Thank you for writing to us. We need a little more from you.", ()),
        )
        yield made


def asked(room: Room, text: str = "A mail to ann@example.org has not arrived") -> dict[str, Any]:
    """The request as it stands in the thread."""
    room.event(post(text))
    room.work()
    [found] = [args for args in room.slack.called("chat.postMessage") if args.get("thread_ts")]
    return found


def press(room: Room, user: str, request: dict[str, Any]) -> None:
    [button] = [item for block in request["blocks"] for item in block.get("elements", ())]
    message = {"ts": f"{AT + 9:.6f}", "thread_ts": request["thread_ts"]}
    room.press(user, button, channel={"id": HELP}, message=message)


def opened(room: Room) -> dict[str, Any]:
    found: dict[str, Any] = room.slack.called("views.open")[-1]["view"]
    return found


def hand_in(room: Room, user: str = ALICE, files: Any = (), **texts: str) -> dict[str, Any]:
    state: dict[str, Any] = {name: {"value": {"value": text}} for name, text in texts.items()}
    if "junk_checked" in texts:
        state["junk_checked"] = {"value": {"selected_option": {"value": texts["junk_checked"]}}}
    state[FILES] = {"value": {"type": "file_input", "files": list(files)}}
    return room.hand_in(user, {}, {**opened(room), "id": "V7", "state": {"values": state}})


def kept(room: Room) -> list[dict[str, Any]]:
    with room.bench.desk.store.read() as connection:
        found = connection.execute(select(intake).where(intake.c.key.startswith("slack:view:"))).all()
    return [json.loads(room.bench.desk.raw.get(row.sha256)) for row in found]


def known(room: Room) -> dict[str, str]:
    with room.bench.desk.store.read() as connection:
        found: dict[str, str] = connection.execute(select(tickets.c.known)).scalar_one()
    return found


def test_the_modal_asks_for_what_is_missing_and_shows_what_is_known(room: Room) -> None:
    press(room, ALICE, asked(room))
    blocks = {block.get("block_id"): block for block in opened(room)["blocks"] if block["type"] == "input"}
    assert list(blocks)[:4] == [detail.value for detail in Detail if detail in ASKED]
    assert blocks["recipient"]["element"]["initial_value"] == "ann@example.org"
    assert blocks[FILES]["element"]["type"] == "file_input"
    assert all(block["hint"]["text"] for name, block in blocks.items() if name in ("occurred_at", "ndr"))


@pytest.mark.parametrize(
    ("text", "title", "button"),
    [
        (GERMAN, "Ein paar Angaben", "Absenden"),
        ("A mail from a client has not arrived since yesterday", "A few details", "Send"),
    ],
)
def test_it_speaks_the_requesters_language(room: Room, text: str, title: str, button: str) -> None:
    press(room, ALICE, asked(room, text))
    assert opened(room)["title"]["text"] == title
    assert opened(room)["submit"]["text"] == button


def test_only_who_asked_may_fill_it_in(room: Room) -> None:
    request = asked(room)
    press(room, BOB, request)
    assert not room.slack.called("views.open")
    assert "Only the person who asked" in room.whispers(BOB)[-1]
    press(room, ALICE, request)
    assert hand_in(room, BOB, sender="bob@example.org")["response_action"] == "errors"
    assert not kept(room)


@pytest.mark.parametrize(
    ("texts", "wrong"),
    [
        ({"occurred_at": "this morning"}, {"occurred_at"}),
        ({"sender": "my boss"}, {"sender"}),
        ({"sender": "my boss", "occurred_at": "lately"}, {"sender", "occurred_at"}),
        ({}, {"ndr"}),
        ({"recipient": "ann@example.org"}, {"ndr"}),
    ],
    ids=["vague", "no-address", "both", "empty", "unchanged"],
)
def test_what_is_still_needed_stands_at_its_field(room: Room, texts: dict[str, str], wrong: set[str]) -> None:
    press(room, ALICE, asked(room))
    said = hand_in(room, **texts)
    assert said["response_action"] == "errors"
    assert set(said["errors"]) == wrong
    assert not kept(room)


def test_what_is_right_is_stored_before_the_modal_closes_and_counts_once(room: Room) -> None:
    press(room, ALICE, asked(room))
    texts = {"occurred_at": "2 March 2026, 8:05", "sender": "bea@example.org", "junk_checked": "clean"}
    for _ in range(4):
        assert hand_in(room, **texts) == {}
    [stored] = kept(room)
    assert stored["at"] == "2026-03-02T08:05:00+01:00", "by the clock of her profile"
    room.work()
    assert known(room) == {
        "occurred_at": "2026-03-02T08:05:00+01:00",
        "sender": "bea@example.org",
        "junk_checked": "yes, it is not there",
    }
    assert len(room.bench.thinker.heard) == 2
    [whisper] = room.whispers(ALICE)
    assert "#1" in whisper


def test_files_of_the_modal_are_fetched_by_a_worker(room: Room) -> None:
    press(room, ALICE, asked(room))
    elsewhere = {"id": "F1", "name": "bounce.eml", "url_private": "https://evil.example/bounce.eml"}
    assert hand_in(room, files=[elsewhere]) == {}
    room.work()
    evidence = room.bench.thinker.heard[-1].messages[-1].evidence
    assert evidence.problems == ("bounce.eml: not fetched, its address is not Slack's",)


def test_a_workspace_without_fields_for_files_gets_the_rest(room: Room) -> None:
    request = asked(room)

    def refuse(args: dict[str, Any]) -> dict[str, Any]:
        has_files = any(block.get("block_id") == FILES for block in args["view"]["blocks"])
        return {"ok": False, "error": "invalid_arguments"} if has_files else {}

    room.slack.answers["views.open"] = refuse
    press(room, ALICE, request)
    assert [block.get("block_id") for block in opened(room)["blocks"]][-1] == "more"
    assert FILES not in [block.get("block_id") for block in opened(room)["blocks"]]


def test_asking_from_the_home_tab_opens_a_ticket_that_is_answered_directly(room: Room) -> None:
    room.press(ALICE, {"action_id": "ask_desk", "value": "ask"}, channel=None)
    empty = room.hand_in(ALICE, {}, {**opened(room), "id": "V9", "state": {"values": {}}})
    assert set(empty["errors"]) == {"what"}
    state = {"what": {"value": {"value": "A mail to ann@example.org is missing"}}}
    for _ in range(4):
        room.hand_in(ALICE, {}, {**opened(room), "id": "V9", "state": {"values": state}})
    assert len(kept(room)) == 1
    room.slack.answers["chat.postMessage"] = lambda args: {"channel": "D1", "ts": "1772442100.000100"}
    room.work()
    direct = [args for args in room.slack.called("chat.postMessage") if args["channel"] == ALICE]
    assert "Thank you, the mail desk has it" in direct[0]["text"]
    assert direct[1]["blocks"][1]["elements"][0]["action_id"] == "fill_in"
    room.event(post("It was at nine", ts=AT + 300, channel="D1", channel_type="im"))
    room.work()
    with room.bench.desk.store.read() as connection:
        numbers = list(connection.execute(select(messages.c.ticket)).scalars())
    assert set(numbers) == {1}
    assert len(numbers) == 3
