"""Accepting and dismissing: one agent wins, nobody sends what is out of date."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.desk.accept import accept
from bot.desk.dismiss import dismiss
from bot.desk.types import Actor, DeskError, NotFound, TooLate
from bot.desk.undo import undo
from bot.desk.write import write
from bot.store.schema.example import examples
from knowledge.vocabulary import Action, TicketState

if TYPE_CHECKING:
    from tests.bot.conftest import Bench


@pytest.fixture
def triaged(bench: Bench) -> Bench:
    bench.mail(message_id="<a@example.org>")
    bench.work()
    return bench


@pytest.mark.parametrize(
    ("text", "state", "sent"),
    [
        (None, "accepted", "The address does not exist."),
        ("Dear Alice, …", "edited", "Dear Alice, …"),
        ("The address does not exist.", "accepted", "The address does not exist."),
    ],
)
def test_accept(triaged: Bench, anna: Actor, text: str | None, state: str, sent: str) -> None:
    accept(triaged.desk, triaged.suggestion, anna, text)
    assert triaged.view().suggestions[0].state == state
    triaged.work()
    assert [message.text for message in triaged.channel.delivered] == [sent]
    with triaged.desk.store.read() as connection:
        example = connection.execute(select(examples)).one()
    assert (example.what, example.route, example.text) == (
        state,
        "third_party_reject",
        "Help\n\nMy mail bounced.",
    )


def test_who_comes_second_is_told_who_was_first(triaged: Bench, anna: Actor, ben: Actor) -> None:
    suggestion = triaged.suggestion
    dismiss(triaged.desk, suggestion, anna, "wrong article")
    with pytest.raises(TooLate) as told:
        accept(triaged.desk, suggestion, ben)
    assert (told.value.by, told.value.state, told.value.at) == ("Anna", "dismissed", triaged.clock.at)
    with pytest.raises(TooLate, match="Anna was first: already dismissed"):
        dismiss(triaged.desk, suggestion, ben, "me too")
    triaged.work()
    assert not triaged.channel.delivered
    assert triaged.view().suggestions[0].reason == "wrong article"


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_edit_sends_nothing(triaged: Bench, anna: Actor, text: str) -> None:
    with pytest.raises(DeskError, match="empty"):
        accept(triaged.desk, triaged.suggestion, anna, text)
    assert triaged.view().pending


def test_there_is_no_such_suggestion(bench: Bench, anna: Actor) -> None:
    with pytest.raises(NotFound):
        accept(bench.desk, 12, anna)
    with pytest.raises(NotFound):
        dismiss(bench.desk, 12, anna, "")


def test_of_many_at_once_one_wins(triaged: Bench) -> None:
    suggestion, told = triaged.suggestion, list[str]()
    start = threading.Barrier(8)

    def press(number: int) -> None:
        start.wait()
        try:
            accept(triaged.desk, suggestion, Actor("agent", f"a{number}", f"Agent {number}"))
            told.append("won")
        except TooLate as late:
            told.append(late.by)

    threads = [threading.Thread(target=press, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    triaged.work()
    assert told.count("won") == 1
    assert len(set(told)) == 2  # and all the others were told the same name
    assert len(triaged.channel.delivered) == 1


def test_what_was_suggested_before_the_requester_wrote_again_is_not_sent(triaged: Bench, anna: Actor) -> None:
    from bot.jobs.kinds import do_intake

    suggestion = triaged.suggestion
    triaged.clock.pass_by(seconds=1)
    triaged.mail("Wait: it was another address!", answers="<a@example.org>")
    assert do_intake(triaged.desk, {"mail": triaged.channel})  # filed, and not yet thought about
    with pytest.raises(TooLate) as told:
        accept(triaged.desk, suggestion, anna)
    assert (told.value.by, told.value.state) == ("Alice", "superseded")
    triaged.work()
    with pytest.raises(TooLate):
        accept(triaged.desk, suggestion, anna)
    assert not triaged.channel.delivered


def test_an_agents_own_answer_takes_the_place_of_the_suggestion(
    triaged: Bench, anna: Actor, ben: Actor
) -> None:
    suggestion = triaged.suggestion
    write(triaged.desk, 1, anna, "Hello Alice", then=TicketState.SOLVED)
    with pytest.raises(TooLate) as told:
        accept(triaged.desk, suggestion, ben)
    assert (told.value.by, told.value.state) == ("Anna", "superseded")
    triaged.work()
    (sent,) = triaged.channel.delivered
    assert (sent.subject, sent.text, triaged.state()) == ("Re: Help", "Hello Alice", "solved")


def test_undo_within_its_time(triaged: Bench, anna: Actor) -> None:
    suggestion = triaged.suggestion
    outgoing = accept(triaged.desk, suggestion, anna, undo_s=15)
    assert outgoing is not None
    triaged.clock.pass_by(seconds=14)
    triaged.work()
    undo(triaged.desk, outgoing, anna)
    triaged.clock.pass_by(seconds=14)
    triaged.work()
    assert not triaged.channel.delivered
    assert triaged.suggestion == suggestion
    accept(triaged.desk, suggestion, anna)
    triaged.work()
    assert len(triaged.channel.delivered) == 1


def test_undo_too_late(triaged: Bench, anna: Actor) -> None:
    outgoing = accept(triaged.desk, triaged.suggestion, anna, undo_s=15)
    assert outgoing is not None
    triaged.clock.pass_by(seconds=15)
    triaged.work()
    with pytest.raises(TooLate):
        undo(triaged.desk, outgoing, anna)


def test_an_escalation_without_an_address_is_handed_over_by_the_agent(bench: Bench, anna: Actor) -> None:
    bench.set_platform(escalation="")
    bench.thinker.says(Action.ESCALATE, dossier="The case", reply=None)
    bench.mail()
    bench.work()
    assert accept(bench.desk, bench.suggestion, anna) is None
    view = bench.view()
    assert (view.line.state, view.escalated_to, view.suggestions[0].state) == (
        "escalated",
        "Anna",
        "accepted",
    )


def test_an_answer_that_can_still_be_taken_back_is_stopped_when_the_requester_writes_again(
    triaged: Bench, anna: Actor
) -> None:
    accept(triaged.desk, triaged.suggestion, anna, undo_s=15)
    triaged.mail("Wait!", answers="<a@example.org>")
    triaged.work()
    triaged.clock.pass_by(seconds=16)
    triaged.work()
    assert not triaged.channel.delivered
    view = triaged.view()
    assert [item.state for item in view.outgoing] == ["withdrawn"]
    assert [item.state for item in view.suggestions] == ["superseded", "pending"]
    assert view.line.attention


def test_what_is_asked_beside_an_escalation_does_not_hide_it(bench: Bench, anna: Actor) -> None:
    bench.thinker.says(Action.ESCALATE, dossier="Flood!", missing=("spam_samples",), urgent=True)
    bench.mail(meta={"verified": "no"})
    bench.work()
    escalation, request = bench.view().pending
    accept(bench.desk, request.id, anna)
    bench.work()
    assert bench.state() == "triaged"
    accept(bench.desk, escalation.id, anna)
    bench.work()
    assert bench.state() == "escalated"
    bench.mail("Here they are", answers="<m1@example.org>")
    bench.work()
    assert (bench.state(), bench.view().line.attention) == ("escalated", True)
