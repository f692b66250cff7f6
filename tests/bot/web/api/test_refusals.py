"""The API: how it says no."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from bot.web.app import create_app
from tests.bot.web.api.contract import MAIL, RAW, problem


@pytest.mark.parametrize(
    ("authorization", "says"),
    [
        (None, "Send the token"),
        ("Basic YTpi", "Send the token"),
        ("Bearer", "Send the token"),
        ("Bearer wrong", "not the right one"),
        ("Bearer a token for test", "not the right one"),
        ("Bearer \u00ff\u00fe", "not the right one"),
    ],
)
def test_without_the_token(app: Any, authorization: str | None, says: str) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    for path in ("tickets", "tickets/1", "ledger"):
        answer = app.test_client().get(f"/api/v1/{path}", headers=headers)
        assert says in problem(answer, 401)["detail"]
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_without_a_token_set_the_api_is_off(bench: Any) -> None:
    client = create_app(bench.desk, {}).test_client()
    answer = client.get("/api/v1/tickets", headers={"Authorization": "Bearer "})
    assert "MAILTRIAGE_API_TOKEN" in problem(answer, 403)["detail"]


@pytest.mark.parametrize(
    ("method", "path", "sent", "status"),
    [
        ("GET", "nowhere", {}, 404),
        ("GET", "tickets/99", {}, 404),
        ("GET", f"tickets/{'9' * 20}", {}, 404),
        ("GET", "tickets/x", {}, 404),
        ("GET", "ledger/99", {}, 404),
        ("GET", "tickets?state=nonsense", {}, 400),
        ("GET", "tickets?route=nonsense", {}, 400),
        ("GET", "tickets?limit=0", {}, 400),
        ("GET", "tickets?limit=201", {}, 400),
        ("GET", "tickets?limit=ten", {}, 400),
        ("GET", "tickets?cursor=-1", {}, 400),
        ("DELETE", "tickets", {}, 405),
        ("PUT", "suggestions/1/accept", {}, 405),
        ("POST", "tickets", {"data": b"", **MAIL}, 400),
        ("POST", "tickets", {"data": RAW, "content_type": "text/plain"}, 415),
        ("POST", "tickets", {"data": b"x" * (25 * 1024 * 1024 + 1), **MAIL}, 413),
        ("POST", "explain", {"data": b" "}, 400),
        ("POST", "check", {"json": {}}, 400),
        ("POST", "check", {"json": {"about": "not a domain"}}, 400),
        ("POST", "check", {"json": {"about": "example.org", "ip": "999"}}, 400),
        ("POST", "check", {"json": {"about": ["example.org"]}}, 400),
        ("POST", "suggestions/99/accept", {}, 404),
        ("POST", "suggestions/1/accept", {"json": {"text": ""}}, 400),
        ("POST", "suggestions/1/accept", {"json": {"text": 7}}, 400),
        ("POST", "suggestions/1/accept", {"json": ["text"]}, 400),
        ("POST", "suggestions/1/accept", {"data": b"{", "content_type": "application/json"}, 400),
        ("POST", "suggestions/1/accept", {"data": b"text=x"}, 415),
        ("POST", "suggestions/1/dismiss", {"json": {}}, 400),
        ("POST", "suggestions/1/dismiss", {"json": {"reason": " "}}, 400),
    ],
)
def test_how_it_says_no(
    api: FlaskClient, bench: Any, method: str, path: str, sent: dict[str, Any], status: int
) -> None:
    bench.mail()
    bench.work()
    answer = api.open(f"/api/v1/{path}", method=method, **sent)
    problem(answer, status)
    assert ("Allow" in answer.headers) is (status == 405)
    bench.work()
    assert bench.channel.delivered == []


def test_a_bug_is_a_problem_too(app: Any, api: FlaskClient, bench: Any, monkeypatch: Any) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr("bot.web.api.ledger.ledger_sums", broken)
    body = problem(api.get("/api/v1/ledger"), 500)
    assert "secret" not in str(body)
