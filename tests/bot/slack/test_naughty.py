"""What requesters write, name and hand in: no mention, no link, no broken block, and no post that is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from bot.desk.types import Outgoing
from bot.slack.deliver import blocks_of
from bot.slack.files import SlackFile
from bot.slack.inputs import modal, text_field, written
from bot.slack.people import Person
from bot.slack.plain import cut, escape
from bot.slack.post import as_mail, subject_of
from bot.slack.stored import kept
from bot.store.schema.ledger import intake
from bot.store.schema.ticket import tickets
from knowledge.vocabulary import Action, Detail, Platform, ProblemKind, Route
from tests.bot.slack.limits import check_blocks, check_view
from tests.bot.slack.room import Room, make_room
from tests.bot.slack.test_details import asked, hand_in, press
from tests.bot.slack.test_limits import TRICKS
from tests.bot.slack.test_requests import ALICE, AT, count, hear_support, post
from tests.stand_ins import InProcess
from triage.evidence.reader import read
from triage.model import Reply

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

PLATFORM = Platform("test", "Test")


@pytest.fixture
def room(bench: Bench) -> Iterator[Room]:
    """It asserts at its end that Slack would have refused nothing."""
    bench.desk = replace(bench.desk, sandbox=InProcess())
    with make_room(bench) as made:
        hear_support(made)
        yield made


def answer(text: str, kind: str) -> Outgoing:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    return Outgoing(1, 1, "slack", ALICE, text, text, False, 1, at, thread="slack:D1:1.0", kind=kind)


def wrong(text: str) -> list[str]:
    """What Slack would refuse of an answer and a modal with this text, and mentions in them."""
    found = [
        problem
        for kind in ("reply", "ask")
        for problem in check_blocks(blocks_of(answer(text, kind), feedback=kind == "reply"))
    ]
    fields = [
        text_field("sender", "Sender", value=text),
        text_field("ndr", "Error", text, value=text, lines=True),
    ]
    found += check_view(modal("details", "A", "B", "C", "{}", fields))
    said = escape(cut(text, 3_000))
    return found + [mark for mark in ("<!", "<@", "<#", "<http") if mark in said]


def lost(text: str) -> bool:
    """Whether a post by, with and about this text cannot be read as a mail any more."""
    text = kept(json.dumps({"text": text}).encode())["text"]
    mail = as_mail(Person("U1", text), text, f"{AT}.0", [SlackFile(text, b"abc")])
    evidence = read(mail, "a post", PLATFORM)[0]
    return evidence.kind == "unreadable" or len(evidence.attachments) != 1 or not subject_of(text, [])


@pytest.mark.parametrize("text", TRICKS, ids=range(len(TRICKS)))
def test_tricks_fit_and_are_not_lost(text: str) -> None:
    assert wrong(text) == []
    assert not lost(text)


def test_naughty_strings_fit_and_are_not_lost(samples: Path) -> None:
    strings = json.loads((samples / "strings" / "blns.json").read_text(encoding="utf-8"))
    assert len(strings) >= 500
    assert {text: found for text in strings if (found := wrong(text))} == {}
    assert [text for text in strings if lost(text)] == []


@pytest.mark.parametrize("text", TRICKS, ids=range(len(TRICKS)))
def test_a_whole_talk_in_tricks(room: Room, text: str) -> None:
    """Subject, body, thread, file name and what is handed in; asked, thought about and answered."""
    room.bench.thinker.says(
        Action.ASK,
        route=Route.REAL_ISSUE,
        problem=ProblemKind.MISSING_MAIL,
        missing=(Detail.SENDER, Detail.NDR),
        details={"recipient": [text[:500]]},
        reply=Reply(text[:100], f"Thank you. {text[:4000]}", ()),
    )
    request = asked(room, text)
    file: dict[str, Any] = {"id": "F1", "name": text[:200], "url_private": "https://evil.example/x"}
    room.event(post(text, ts=AT + 5, thread=AT, files=[file]))
    press(room, ALICE, request)
    hand_in(room, sender=text, ndr=text, more=text, files=[file])
    room.event(post(text, ts=AT + 9, channel="D1", channel_type="im"))
    room.work()
    room.bench.clock.pass_by(minutes=6)
    room.work()
    assert count(room, tickets) >= 1
    with room.bench.desk.store.read() as connection:
        outcomes = set(connection.execute(select(intake.c.outcome)).scalars())
    assert outcomes <= {"ticket", "appended"}


@pytest.mark.parametrize(
    "state",
    [{}, {"values": {}}, {"values": {"sender": {}}}, {"values": {"sender": {"value": {"value": None}}}}],
)
def test_a_modal_with_nothing_in_it(state: dict[str, Any]) -> None:
    assert written({"state": state}) == {}
