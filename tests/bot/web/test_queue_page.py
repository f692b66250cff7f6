"""The queue: which tickets stand where, and that it says when it changes."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.desk.types import Delivery, DeliveryOutcome
from knowledge.vocabulary import Action, Route


@pytest.fixture
def full(bench: Any) -> Any:
    """1 solved, 2 urgent: asked for details, and a case ready for a person; 3 to be decided."""
    bench.mail("one", subject="First", message_id="<q@1>")
    bench.work()
    bench.thinker.says(
        Action.ESCALATE, route=Route.REAL_ISSUE, urgent=True, missing=("sender",), dossier="Case"
    )
    bench.mail("two", subject="Second", message_id="<q@2>")
    bench.work()
    bench.thinker.says(
        Action.HOLD, route=Route.NEWSLETTER, urgent=False, missing=(), confident=False, reply=None
    )
    bench.mail("three", subject="Third", sender="Bob <bob@example.org>", message_id="<q@3>")
    bench.work()
    return bench


def _numbers(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'id="row-(\d+)"', page)]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [2, 3, 1]),
        ("?tab=waiting", []),
        ("?tab=done", []),
        ("?tab=all", [2, 3, 1]),
        ("?tab=nonsense", [2, 3, 1]),
        ("?route=newsletter", [3]),
        ("?route=nonsense", [2, 3, 1]),
        ("?q=bob", [3]),
        ("?q=bob&tab=done", []),
        ("?within=done", []),
        ("?within=done&q=bob", [3]),
        ("?q=%00&page=x", [2, 3, 1]),
        ("?page=1", []),
        ("?page=99999999999", [2, 3, 1]),
    ],
)
def test_which_tickets(full: Any, ada: Any, query: str, numbers: list[int]) -> None:
    assert _numbers(ada.get(f"/queue{query}")) == numbers


def test_a_search_goes_through_all_states_and_says_so(full: Any, ada: Any) -> None:
    ada.post("/tickets/3/finish", do="closed")
    page = ada.get("/queue?q=bob")
    assert _numbers(page) == [3]
    assert "in all tickets, whatever their state" in page
    narrowed = ada.get("/queue?q=bob&tab=waiting")
    assert _numbers(narrowed) == []
    assert "only among “Waiting”" in narrowed
    assert '<a href="/queue?q=bob">Look in all tickets</a>' in narrowed
    assert "Looked for" not in ada.get("/queue?tab=all")


def test_what_needs_nobody_leaves(full: Any, ada: Any) -> None:
    ada.post("/tickets/1/suggestions/1/accept", seen=ada.seen(1))
    full.work()
    assert _numbers(ada.get("/queue")) == [2, 3]
    assert _numbers(ada.get("/queue?tab=done")) == [1]


def test_what_did_not_arrive_comes_back(full: Any, ada: Any) -> None:
    full.channel.answer = Delivery(DeliveryOutcome.FAILED, "550 no")
    ada.post("/tickets/1/suggestions/1/accept", seen=ada.seen(1))
    full.work()
    assert 1 in _numbers(ada.get("/queue"))
    assert "Please look" in ada.get("/queue")


def test_a_row_says(full: Any, ada: Any) -> None:
    page = ada.get("/queue")
    words = ("Case ready", "You decide", "Reply ready", "Urgent", "unsure", "Newsletter", "Bob")
    assert [word for word in words if word not in page] == []


def test_live_rows_are_the_page_s_rows(full: Any, ada: Any) -> None:
    page = ada.get("/queue")
    live = ada.client.get("/queue/live").json
    assert live["html"] in page
    assert f'data-mark="{live["mark"]}"' in page
    full.mail("four", message_id="<q@4>")
    full.work()
    assert ada.client.get("/queue/live").json["mark"] != live["mark"]


def test_pages(bench: Any, ada: Any) -> None:
    for _ in range(51):
        bench.mail()
    bench.work()
    first, second = ada.get("/queue"), ada.get("/queue?page=1")
    assert sorted(_numbers(first) + _numbers(second)) == list(range(1, 52))
    assert "Older tickets" in first
    assert "Newer tickets" in second


def test_an_empty_queue_is_good_news(ada: Any) -> None:
    assert "All quiet" in ada.get("/queue")
    assert "Nothing found" in ada.get("/queue?q=x")


def test_the_ledger_shows_what_could_not_be_read(bench: Any, ada: Any) -> None:
    bench.channel.read_error = ValueError("too deep <b>")
    bench.mail()
    for _ in range(20):
        bench.work()
        bench.clock.pass_by(hours=1)
    page = ada.get("/ledger?outcome=quarantined")
    assert "too deep &lt;b&gt;" in page
    bench.channel.read_error = None
    ada.post("/ledger/1/retry")
    bench.work()
    assert _numbers(ada.get("/queue")) == [1]
    ada.post("/ledger/99/retry", 404)


def _row(page: str, number: int) -> str:
    return page.split(f'id="row-{number}"')[1].split("</article>")[0]


def test_what_was_dismissed_is_ready_no_more(full: Any, ada: Any) -> None:
    assert "Reply ready" in _row(ada.get("/queue"), 1)
    ada.post("/tickets/1/suggestions/1/dismiss", reason="Needs a person")
    row = _row(ada.get("/queue"), 1)
    assert "Reply ready" not in row
    assert "You decide" in row


def test_what_was_accepted_is_on_its_way(full: Any, ada: Any, app: Any) -> None:
    app.config["UNDO_SECONDS"] = 15
    ada.post("/tickets/1/suggestions/1/accept", seen=ada.seen(1))
    assert "On its way" in _row(ada.get("/queue?tab=all"), 1)
