"""Notes, who works on it, closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.desk.accept import accept
from bot.desk.close import close, reopen
from bot.desk.note import note
from bot.desk.take import leave, take
from bot.desk.types import Actor, DeskError, NotFound, TooLate
from bot.desk.write import write
from bot.store.queries.ledger import ledger
from knowledge.vocabulary import TicketState

if TYPE_CHECKING:
    from tests.bot.conftest import Bench


@pytest.fixture
def triaged(bench: Bench) -> Bench:
    bench.mail()
    bench.work()
    return bench


def test_a_note_stays_inside(triaged: Bench, anna: Actor) -> None:
    note(triaged.desk, 1, anna, "She called, too.")
    triaged.work()
    message = triaged.view().messages[-1]
    assert (message.direction, message.author_name, message.text) == ("internal", "Anna", "She called, too.")
    assert not triaged.channel.delivered
    assert len(triaged.thinker.heard) == 1


def test_one_agent_works_on_it(triaged: Bench, anna: Actor, ben: Actor) -> None:
    take(triaged.desk, 1, anna)
    take(triaged.desk, 1, anna)
    with pytest.raises(TooLate, match="Anna was first"):
        take(triaged.desk, 1, ben)
    take(triaged.desk, 1, ben, even_from="anna")
    assert triaged.view().line.assignee_name == "Ben"
    leave(triaged.desk, 1, ben)
    assert triaged.view().line.assignee is None
    assert triaged.trail()[-3:] == ["took", "took", "left"]


@pytest.mark.parametrize("state", ["solved", "closed", "set_aside"])
def test_close_and_reopen(triaged: Bench, anna: Actor, state: str) -> None:
    suggestion = triaged.suggestion
    close(triaged.desk, 1, anna, TicketState(state))
    triaged.work()
    assert triaged.state() == state
    assert ledger(triaged.desk.store).set_aside == (1 if state == "set_aside" else 0)
    with pytest.raises(TooLate, match="Anna was first"):
        accept(triaged.desk, suggestion, anna)
    reopen(triaged.desk, 1, anna)
    triaged.work()
    assert triaged.state() == "triaged"
    assert ledger(triaged.desk.store).tickets == 1
    with pytest.raises(DeskError, match="open already"):
        reopen(triaged.desk, 1, anna)


def test_it_cannot_be_closed_as_something_else(triaged: Bench, anna: Actor) -> None:
    with pytest.raises(DeskError):
        close(triaged.desk, 1, anna, TicketState.WAITING)


def test_no_such_ticket(bench: Bench, anna: Actor) -> None:
    with pytest.raises(NotFound, match="no ticket 9"):
        note(bench.desk, 9, anna, "x")
    with pytest.raises(NotFound, match="no ticket 9"):
        take(bench.desk, 9, anna)
    with pytest.raises(NotFound, match="no ticket 9"):
        close(bench.desk, 9, anna)
    with pytest.raises(NotFound, match="no ticket 9"):
        write(bench.desk, 9, anna, "x")


def test_every_change_makes_a_new_version(triaged: Bench, anna: Actor) -> None:
    seen = [triaged.view().version]
    take(triaged.desk, 1, anna)
    seen.append(triaged.view().version)
    note(triaged.desk, 1, anna, "x")
    seen.append(triaged.view().version)
    close(triaged.desk, 1, anna)
    seen.append(triaged.view().version)
    assert seen == sorted(set(seen))
