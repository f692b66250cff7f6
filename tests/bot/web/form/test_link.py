"""Whom does the link of a request let in, and until when?"""

from __future__ import annotations

import pytest

from bot.desk.accept import accept
from bot.desk.close import close
from bot.desk.form_link import FormToken, make_token
from bot.desk.types import Actor
from knowledge.vocabulary import Action, TicketState
from tests.bot.web.form.requester import Requester


@pytest.mark.parametrize("token", ["x", "a" * 32, "7" * 32, "A1" * 16])
def test_a_forged_link_leads_nowhere(requester: Requester, token: str) -> None:
    requester.ask("sender")
    assert "does not lead anywhere" in requester.get(f"/d/{token}", 404)
    requester.client.post(f"/d/{token}", data={"sender": "bob@example.com"})
    assert requester.kept() == []


def test_a_link_of_another_key_is_forged(requester: Requester) -> None:
    requester.ask("sender")
    forged = make_token(b"another secret", FormToken(1, 0, requester.bench.clock.now()))
    requester.get(f"/d/{forged}", 404)


def test_it_ends_after_its_days_which_count_from_the_sending(requester: Requester, anna: Actor) -> None:
    link = requester.ask("sender")
    requester.bench.clock.pass_by(days=10)
    accept(requester.bench.desk, requester.bench.suggestion, anna)
    requester.work()
    requester.bench.clock.pass_by(days=13, hours=23)
    requester.get(link)
    requester.bench.clock.pass_by(hours=2)
    assert "14 days" in requester.get(link, 410)
    requester.post(link, 410, sender="bob@example.com")
    assert requester.kept() == []


def test_a_newer_request_takes_its_place(requester: Requester, anna: Actor) -> None:
    first = requester.ask("sender", "occurred_at")
    accept(requester.bench.desk, requester.bench.suggestion, anna)
    requester.work()
    requester.post(first, sender="bob@example.com")
    requester.bench.thinker.says(Action.ASK, missing=("occurred_at",))
    requester.work()
    requester.get(first)  # the second one has not gone out
    accept(requester.bench.desk, requester.bench.suggestion, anna)
    assert "newer message" in requester.get(first, 410)
    assert "When did it happen?" in requester.get(requester.link())


@pytest.mark.parametrize("state", [TicketState.CLOSED, TicketState.SOLVED])
def test_a_closed_ticket_asks_nothing(requester: Requester, anna: Actor, state: TicketState) -> None:
    link = requester.ask("sender")
    close(requester.bench.desk, 1, anna, state)
    assert "#1 is closed" in requester.get(link, 410)
    requester.post(link, 410, sender="bob@example.com")
    assert requester.kept() == []
