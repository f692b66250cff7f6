"""One card for an incident: it gathers its tickets, follows them, and answers all of them once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.desk.close import close
from bot.desk.incident_cards import incident_ref
from bot.desk.types import Actor, Incoming, StoredIntake
from bot.jobs.incident_cards import show_one_incident
from bot.slack.incident_card import MOST_TICKETS
from tests.bot.desk.incidents.reports import HERE, refusal
from tests.bot.slack.room import Room, chosen, make_room, said, texts

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

BOB, CAROL, ALICE = "UBOB", "UCAROL", "UALICE"


@pytest.fixture
def room(bench: Bench) -> Iterator[Room]:
    """Every mail carries the same refusal, and so belongs to one incident."""
    plain = bench.channel.read

    def read(intake: StoredIntake) -> Incoming:
        incoming = plain(intake)
        return replace(incoming, evidence=replace(incoming.evidence, nested=(refusal(HERE),)))

    bench.channel.read = read  # type: ignore[method-assign]
    with make_room(bench) as made:
        yield made


def report(room: Room, *who: str) -> None:
    for name in who:
        room.bench.mail(sender=f"{name.title()} <{name}@{name}.test>", subject=f"From {name}")
    room.work()
    room.bench.clock.pass_by(seconds=5)
    room.work()


def card(room: Room) -> list[dict[str, Any]]:
    """The incident's card as it stands now."""
    found: list[dict[str, Any]] = [
        args["blocks"]
        for name, args in room.slack.calls
        if name in ("chat.postMessage", "chat.update") and args["text"].startswith("Incident 1:")
    ][-1]
    return found


def posted(room: Room) -> int:
    return sum(args["text"].startswith("Incident") for args in room.slack.called("chat.postMessage"))


def test_it_gathers_its_tickets_and_they_point_to_it(room: Room) -> None:
    report(room, "alice", "ben")
    words = "\n".join(texts(card(room)))
    assert "#1 From alice\nAlice · needs a decision" in words
    assert "2 tickets of 2 people, 2 open" in words
    where = incident_ref(room.bench.desk, 1, "slack")
    assert where is not None
    links = [block["accessory"]["url"] for block in card(room) if "accessory" in block]
    assert links == [f"https://example.slack.test/archives/C02DESK/p17000000000000{n:02}" for n in (1, 2)]
    report(room, "carl")
    shown = [block for block in room.card(3) if "Incident 1" in "".join(texts(block))]
    assert shown[0]["accessory"]["url"].endswith(str(where["ts"]).replace(".", ""))
    assert posted(room) == 1


def test_it_follows_its_tickets(room: Room, anna: Actor) -> None:
    report(room, "alice", "ben")
    close(room.bench.desk, 1, anna)
    room.work()
    room.bench.clock.pass_by(seconds=5)
    room.work()
    assert "Alice · closed" in "\n".join(texts(card(room)))
    changes = len(room.slack.calls)
    room.bench.clock.pass_by(minutes=5)
    room.work()
    assert len(room.slack.calls) == changes


def test_a_large_one_fits(room: Room) -> None:
    report(room, *(f"user{number}" for number in range(MOST_TICKETS + 5)))
    assert "and 5 more" in "\n".join(texts(card(room)))
    assert len(card(room)) <= 50


def test_all_are_answered_once_and_it_is_closed(room: Room) -> None:
    report(room, "alice", "ben")
    room.press(BOB, {"action_id": "incident_answer", "value": "1"})
    of_bob = room.slack.called("views.open")[-1]["view"]
    room.press(CAROL, {"action_id": "incident_answer", "value": "1"})
    assert room.hand_in(CAROL, {"text": said("It is mended."), "then": chosen("solved")}) == {}
    late = room.hand_in(BOB, {"text": said("We look into it.")}, of_bob)
    assert "Ucarol wrote to them meanwhile" in late["errors"]["text"]
    room.work()
    assert [sent.text for sent in room.bench.channel.delivered] == ["It is mended."] * 2
    room.press(BOB, {"action_id": "incident_close", "value": "1"})
    room.press(CAROL, {"action_id": "incident_close", "value": "1"})
    assert "closed already" in room.whispers(CAROL)[-1]
    room.bench.clock.pass_by(seconds=5)
    room.work()
    words = "\n".join(texts(card(room)))
    assert "It is over." in words
    assert "Ucarol answered all of them" in words
    assert not [
        element for block in card(room) for element in block.get("elements", []) if "value" in element
    ]


@pytest.mark.parametrize("action", ["incident_answer", "incident_close"])
def test_only_agents_may(room: Room, action: str) -> None:
    report(room, "alice", "ben")
    room.press(ALICE, {"action_id": action, "value": "1"})
    assert "Only members" in room.whispers(ALICE)[0]
    assert not room.slack.called("views.open")


def test_many_workers_post_it_once(room: Room) -> None:
    room.slack.refuses("chat.postMessage", "internal_error")
    report(room, "alice", "ben")
    room.slack.answers["chat.postMessage"] = room.slack.posted
    before = posted(room)
    room.bench.clock.pass_by(hours=1)
    start = threading.Barrier(8)

    def work() -> None:
        start.wait()
        show_one_incident(room.bench.desk, room.channel)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert posted(room) == before + 1


def test_slack_being_down_delays_it(room: Room) -> None:
    room.slack.refuses("chat.postMessage", "internal_error")
    report(room, "alice", "ben")
    assert incident_ref(room.bench.desk, 1, "slack") is None
    room.slack.answers["chat.postMessage"] = room.slack.posted
    room.bench.clock.pass_by(hours=1)
    room.work()
    assert incident_ref(room.bench.desk, 1, "slack") is not None
