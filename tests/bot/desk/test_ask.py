"""An agent chooses what to ask for: the request stands ready, and nothing has gone out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.desk.accept import accept
from bot.desk.ask import ask
from bot.desk.types import Actor, DeskError, TooLate

if TYPE_CHECKING:
    from tests.bot.conftest import Bench


@pytest.fixture
def triaged(bench: Bench) -> Bench:
    bench.mail("My mail to Bob did not arrive.")
    bench.work()
    return bench


def test_the_request_stands_ready(triaged: Bench, anna: Actor) -> None:
    before = triaged.suggestion
    made = ask(triaged.desk, 1, anna, ["occurred_at", "recipient"])
    triaged.work()
    [pending] = triaged.view().pending
    assert (pending.id, pending.kind) == (made, "ask")
    assert not triaged.channel.delivered
    with pytest.raises(TooLate, match="Anna was first"):
        accept(triaged.desk, before, anna)
    accept(triaged.desk, made, anna)
    triaged.work()
    [sent] = triaged.channel.delivered
    assert sent.text == pending.text
    assert triaged.state() == "waiting"


@pytest.mark.parametrize("names", [[], ["shoe_size"], ["sender", "shoe_size"]])
def test_only_what_the_desk_knows_is_asked_for(triaged: Bench, anna: Actor, names: list[str]) -> None:
    with pytest.raises(DeskError, match="choose at least one"):
        ask(triaged.desk, 1, anna, names)


def test_a_request_for_what_was_known_meanwhile_is_not_kept(triaged: Bench, anna: Actor) -> None:
    """The requester writes while the request is put together."""

    def customers() -> None:
        triaged.mail("It was at nine.", answers="<m1@example.org>")
        triaged.work()

    first = triaged.view().pending[0].id
    ask(triaged.desk, 1, anna, ["sender"])
    customers()
    assert all(item.id != first for item in triaged.view().pending)
    assert [item.kind for item in triaged.view().pending] == ["reply"]
