"""What the ticket page shows of asking: what was asked, what has come, and the page to hand on."""

from __future__ import annotations

from typing import Any

import pytest

from bot.desk.accept import accept
from bot.desk.close import close
from bot.desk.types import Actor
from knowledge.vocabulary import Action, Route, TicketState

URL = "https://desk.example.org"


@pytest.fixture
def asked(bench: Any) -> Any:
    """A request for two details has gone out by itself; one of them has come."""
    bench.set(web_url=URL)
    bench.thinker.says(Action.ASK, route=Route.REAL_ISSUE, missing=("occurred_at", "sender"))
    bench.mail()
    bench.work()
    bench.thinker.says(Action.ASK, missing=("occurred_at",))
    bench.mail("It was bob@example.com.", answers=bench.channel.delivered[0].message_id)
    bench.work()
    return bench


def test_what_has_come_and_what_has_not(asked: Any, ada: Any) -> None:
    page = ada.get("/tickets/1")
    assert "Asked by itself" in page
    assert "Sender, has come" in page
    assert "When exactly, not yet" in page


def test_a_second_request_is_shown_with_who_sent_it(asked: Any, ada: Any, anna: Actor) -> None:
    accept(asked.desk, asked.suggestion, anna)
    asked.work()
    assert "Asked again by Anna" in ada.get("/tickets/1")


def test_the_link_can_be_handed_on_while_something_is_missing(asked: Any, ada: Any, anna: Actor) -> None:
    assert f'value="{URL}/d/' in ada.get("/tickets/1")
    close(asked.desk, 1, anna, TicketState.CLOSED)
    assert f"{URL}/d/" not in ada.get("/tickets/1")
