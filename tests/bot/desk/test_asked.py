"""Asking for what is missing: at most twice, each time only for what has not come, then a person goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.desk.accept import accept
from bot.desk.dismiss import dismiss
from bot.desk.form_link import FormToken, form_link, make_token, public_url, read_token
from bot.desk.think import load_case
from bot.desk.types import Actor
from bot.desk.undo import undo
from bot.settings import Settings
from knowledge.vocabulary import Action, Autonomy, Route
from triage.model import Reply, Request

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

SECRET = b"not a secret"


def ask(bench: Bench, *missing: str) -> None:
    bench.thinker.says(
        Action.ASK, route=Route.REAL_ISSUE, missing=missing, reply=Reply("A few details", "Please.")
    )


def test_what_was_asked_is_known_at_the_next_thought(bench: Bench, anna: Actor) -> None:
    ask(bench, "sender", "occurred_at")
    bench.mail()
    bench.work()
    assert not bench.thinker.heard[-1].requests
    asked_at = bench.clock.at
    bench.clock.pass_by(hours=1)
    ask(bench, "occurred_at")
    bench.mail("It was bob@example.com", answers=bench.channel.delivered[0].message_id)
    bench.work()
    assert bench.thinker.heard[-1].requests == (Request(asked_at, ("sender", "occurred_at")),)
    assert [item.kind for item in bench.view().pending] == ["ask"]  # never by itself
    accept(bench.desk, bench.suggestion, anna)
    bench.work()
    assert [message.automatic for message in bench.channel.delivered] == [True, False]
    bench.clock.pass_by(hours=1)
    bench.mail("I do not know", answers=bench.channel.delivered[-1].message_id)
    bench.work()
    assert [item.details for item in bench.thinker.heard[-1].requests] == [
        ("sender", "occurred_at"),
        ("occurred_at",),
    ]


def test_a_request_that_was_taken_back_has_asked_nothing(bench: Bench, anna: Actor) -> None:
    bench.set(autonomy=Autonomy.SUGGEST)
    ask(bench, "sender")
    bench.mail()
    bench.work()
    accept(bench.desk, bench.suggestion, anna, undo_s=15)
    undo(bench.desk, 1, anna)
    bench.mail("Hello?", answers="<m1@example.org>")
    bench.work()
    assert bench.thinker.heard[-1].requests == ()


def test_a_dismissed_second_request_sends_the_case_on_as_it_is(bench: Bench, anna: Actor) -> None:
    ask(bench, "sender")
    bench.mail()
    bench.work()
    bench.clock.pass_by(minutes=5)
    bench.mail("I do not know", answers=bench.channel.delivered[0].message_id)
    bench.work()
    thoughts = len(bench.thinker.heard)
    dismiss(bench.desk, bench.suggestion, anna, "Enough asked")
    bench.thinker.says(Action.ESCALATE, dossier="The case.")
    bench.work()
    assert len(bench.thinker.heard) == thoughts + 1
    assert bench.thinker.heard[-1].ask_no_more
    assert "escalate" in [item.kind for item in bench.view().pending]


def test_a_dismissed_first_request_is_only_dismissed(bench: Bench, anna: Actor) -> None:
    bench.set(autonomy=Autonomy.SUGGEST)
    ask(bench, "sender")
    bench.mail()
    bench.work()
    dismiss(bench.desk, bench.suggestion, anna, "No")
    bench.work()
    assert len(bench.thinker.heard) == 1
    assert bench.state() == "triaged"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (None, False),
        ("http://127.0.0.1:8025", False),
        ("http://[::1]:8025", False),
        ("http://localhost:8025", False),
        ("http://LOCALHOST.", False),
        ("http://desk.localhost", False),
        ("http://0.0.0.0:8025", False),
        ("https://desk.example.org", True),
        ("https://desk.example.org/mail", True),
        ("http://192.0.2.7:8025", True),
    ],
)
def test_a_link_only_where_requesters_can_follow_it(bench: Bench, url: str | None, shown: bool) -> None:
    assert (public_url(Settings(web_url=url)) is not None) == shown
    bench.set(web_url=url)
    bench.mail()
    bench.work()
    link = bench.thinker.heard[-1].form_link
    assert (link is not None) == shown
    if link is not None:
        assert link.startswith(f"{url}/d/")
        assert "alice" not in link


def test_the_link_of_a_thought_is_the_one_of_its_ticket(bench: Bench) -> None:
    bench.set(web_url="https://desk.example.org")
    bench.mail()
    bench.work()
    with bench.desk.store.read() as connection:
        from bot.desk.record import ticket_row

        ticket = ticket_row(connection, 1)
        assert load_case(bench.desk, connection, ticket).form_link == form_link(bench.desk, ticket)


def test_a_token_is_short_and_comes_back(bench: Bench) -> None:
    token = FormToken(123_456, 7, bench.clock.at)
    text = make_token(SECRET, token)
    assert text is not None
    assert (len(text), text.isalnum(), text) == (32, True, text.lower())
    assert read_token(SECRET, text) == token
    assert read_token(SECRET, text.upper()) == token
    assert read_token(b"another", text) is None
    swapped = ("b" if text[0] == "a" else "a") + text[1:]
    assert read_token(SECRET, swapped) is None


@pytest.mark.parametrize("numbers", [(2**32, 0), (1, 2**16), (-1, 0)])
def test_numbers_that_no_ticket_has_make_no_token(bench: Bench, numbers: tuple[int, int]) -> None:
    assert make_token(SECRET, FormToken(*numbers, bench.clock.at)) is None
