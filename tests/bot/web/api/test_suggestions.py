"""The API: accepting and dismissing, and who was first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.bot.web.api.contract import follows, problem


def test_accept_sends_at_once(api: FlaskClient, bench: Any) -> None:
    bench.mail()
    bench.work()
    body = follows(api.post("/api/v1/suggestions/1/accept").get_json(), "Decided")
    assert body == {
        "id": 1,
        "ticket": 1,
        "kind": "reply",
        "state": "accepted",
        "text": "The address does not exist.",
    }
    bench.work()
    assert len(bench.channel.delivered) == 1
    assert api.get("/api/v1/tickets/1").get_json()["suggestions"][0]["state"] == "sent"


def test_accept_with_other_words(api: FlaskClient, bench: Any) -> None:
    bench.mail()
    bench.work()
    body = api.post("/api/v1/suggestions/1/accept", json={"text": "Other words"}).get_json()
    assert (body["state"], body["text"]) == ("edited", "Other words")
    bench.work()
    assert [sent.text for sent in bench.channel.delivered] == ["Other words"]


def test_dismiss(api: FlaskClient, bench: Any) -> None:
    bench.mail()
    bench.work()
    assert (
        api.post("/api/v1/suggestions/1/dismiss", json={"reason": "wrong"}).get_json()["state"] == "dismissed"
    )
    bench.work()
    assert bench.channel.delivered == []


@pytest.mark.parametrize("first", ["accept", "dismiss"])
@pytest.mark.parametrize("second", ["accept", "dismiss"])
def test_who_was_first(api: FlaskClient, bench: Any, first: str, second: str) -> None:
    bench.mail()
    bench.work()
    assert api.post(f"/api/v1/suggestions/1/{first}", json={"reason": "no"}).status_code == 200
    body = problem(api.post(f"/api/v1/suggestions/1/{second}", json={"reason": "no"}), 409)
    assert (body["by"], body["state"]) == ("the API", f"{first}ed")
    assert body["at"] == "2026-03-02T09:00:00Z"


def test_too_late_when_the_requester_wrote_again(api: FlaskClient, bench: Any) -> None:
    bench.mail()
    bench.work()
    bench.mail("Never mind", answers="<m1@example.org>")
    bench.work()
    body = problem(api.post("/api/v1/suggestions/1/accept"), 409)
    assert body["state"] == "superseded"


def test_of_many_at_the_same_moment_one_wins(app: Any, api: FlaskClient, bench: Any) -> None:
    bench.mail()
    bench.work()

    def accept(number: int) -> int:
        client = app.test_client()
        client.environ_base.update(api.environ_base)
        sent = {"text": f"Words of {number}"}
        return int(client.post("/api/v1/suggestions/1/accept", json=sent).status_code)

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(accept, range(8)))
    assert answers == [200, *[409] * 7]
    bench.work()
    assert len(bench.channel.delivered) == 1
