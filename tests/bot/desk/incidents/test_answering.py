"""One answer goes to everybody of an incident, once, and never past something new."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from bot.desk.answer_all import answer_all
from bot.desk.close import close
from bot.desk.split import split
from bot.desk.types import Actor, DeskError, NotFound, TooLate
from bot.desk.write import write
from knowledge.vocabulary import TicketState
from tests.bot.desk.incidents.reports import HERE, mark, pending, report, seen

if TYPE_CHECKING:
    from tests.bot.conftest import Bench


def test_one_answer_goes_to_all_that_are_open(told: Bench, anna: Actor) -> None:
    for who in ("ann", "ben", "cid"):
        report(told, who)
    close(told.desk, 2, anna)
    sent = answer_all(told.desk, 1, anna, "It is mended.", mark(told), then=TicketState.SOLVED)
    told.work()
    assert len(sent) == 2
    assert [(one.to, one.text) for one in told.channel.delivered] == [
        ("ann@ann.test", "It is mended."),
        ("cid@cid.test", "It is mended."),
    ]
    assert [told.state(number) for number in (1, 2, 3)] == ["solved", "closed", "solved"]
    assert pending(told, 1) == ["escalate"]
    assert (seen(told).line.answered_by, seen(told).audit[-1].what) == ("Anna", "answered_all")


def test_the_second_of_two_agents_is_told(told: Bench, anna: Actor, ben: Actor) -> None:
    report(told, "ann")
    report(told, "ben")
    looked = mark(told)
    answer_all(told.desk, 1, anna, "We look into it.", looked)
    with pytest.raises(TooLate, match="Anna was first"):
        answer_all(told.desk, 1, ben, "Me, too.", looked)


def test_two_agents_at_the_very_same_time(told: Bench, anna: Actor, ben: Actor) -> None:
    for who in ("ann", "ben", "cid"):
        report(told, who)
    looked, gate, won = mark(told), threading.Barrier(2), []

    def answer(actor: Actor) -> None:
        gate.wait()
        try:
            won.append(len(answer_all(told.desk, 1, actor, "We look into it.", looked)))
        except TooLate:
            won.append(0)

    both = [threading.Thread(target=answer, args=(actor,)) for actor in (anna, ben)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    told.work()
    assert sorted(won) == [0, 3]
    assert len(told.channel.delivered) == 3


def happens_meanwhile(bench: Bench, what: str, actor: Actor) -> None:
    verbs: dict[str, Callable[[], Any]] = {
        "a new ticket": lambda: report(bench, "cid"),
        "more words": lambda: bench.mail("More.", sender="ann@ann.test", answers="<m1@example.org>"),
        "an answer to one": lambda: write(bench.desk, 2, actor, "Hello"),
        "a split": lambda: split(bench.desk, 2, actor),
    }
    verbs[what]()
    bench.work()


@pytest.mark.parametrize("what", ["a new ticket", "more words", "an answer to one", "a split"])
def test_a_stale_answer_is_stopped(told: Bench, anna: Actor, ben: Actor, what: str) -> None:
    report(told, "ann")
    report(told, "ben")
    looked = mark(told)
    happens_meanwhile(told, what, anna)
    with pytest.raises(TooLate):
        answer_all(told.desk, 1, ben, "We look into it.", looked)
    assert all(one.author != "ben" for one in told.view(1).outgoing)


def test_an_answer_needs_words_and_somebody_to_read_them(told: Bench, anna: Actor) -> None:
    report(told, "ann")
    report(told, "ben")
    with pytest.raises(DeskError, match="empty"):
        answer_all(told.desk, 1, anna, "  ", mark(told))
    with pytest.raises(DeskError, match="after an answer"):
        answer_all(told.desk, 1, anna, "x", mark(told), then=TicketState.CLOSED)
    for number in (1, 2):
        close(told.desk, number, anna)
    with pytest.raises(DeskError, match="none of its tickets is open"):
        answer_all(told.desk, 1, anna, "x", mark(told))
    with pytest.raises(NotFound):
        answer_all(told.desk, 9, anna, "x", "0")


def test_the_case_at_the_lead_is_made_anew_when_its_requester_writes_again(told: Bench) -> None:
    for who in ("ann", "ben", "cid", "dan"):
        report(told, who)
    before = told.view(1).pending[-1]
    told.mail("More.", sender="ann@ann.test", answers="<m1@example.org>", subject=f"refused {HERE}")
    told.work()
    after = told.view(1).pending[-1]
    assert "#4 " not in before.text and "#4 " in after.text
    assert (after.kind, after.id != before.id) == ("escalate", True)
