"""Who may come in, and what every answer carries."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Blueprint, Flask
from sqlalchemy import update

from bot.store.schema.agent import agents
from bot.web.agents import make_login_link
from bot.web.app import create_app
from bot.web.limits import limiter
from bot.web.security import HEADERS

PUBLIC = {"/login", "/healthz", "/readyz", "/metrics", "/d/1"}
BY_LINK = "/d/"
"""The requester's page: its signed link is the key (form/test_link.py)."""
PAGES = (
    "/queue",
    "/queue?tab=all&q=help",
    "/tickets/1",
    "/tickets/1?panel=edit-1",
    "/ledger",
    "/knowledge",
    "/models",
)


def _paths(app: Flask, method: str) -> list[str]:
    rules = (rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()))
    return sorted({re.sub(r"<[^>]+>", "1", rule.rule) for rule in rules})


def test_every_page_asks_who_is_there(app: Flask) -> None:
    client = app.test_client()
    pages = [path for path in _paths(app, "GET") if not path.startswith(("/api/", "/static/", "/login/"))]
    assert "/tickets/1" in pages
    for path in set(pages) - PUBLIC:
        answer = client.get(path)
        assert answer.status_code == 302, path
        assert answer.headers["Location"].startswith("/login?next=/"), path


def test_no_form_is_taken_from_outside(app: Flask, ada: Any) -> None:
    forms = [path for path in _paths(app, "POST") if not path.startswith(("/api/", BY_LINK))]
    assert "/tickets/1/suggestions/1/accept" in forms
    for path in forms:
        assert app.test_client().post(path).status_code in (302, 400), path
        assert ada.client.post(path).status_code == 400, path  # signed in, but without the form's token


@pytest.mark.parametrize("path", [*PAGES, "/login", "/nowhere", "/api/v1/tickets", "/static/console.css"])
def test_every_answer_carries_the_headers(path: str, bench: Any, ada: Any) -> None:
    bench.mail()
    bench.work()
    answer = ada.client.get(path, buffered=True)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert ("immutable" in answer.headers["Cache-Control"]) == path.startswith("/static")


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_inline(path: str, bounced: Any, ada: Any) -> None:
    bounced.mail()
    bounced.work()
    page = ada.get(path)
    assert not re.search(r"<style|<script(?! src=\"/static/)|\sstyle=|\son[a-z]+=|javascript:", page)


def test_a_link_signs_in_once(app: Flask, bench: Any) -> None:
    link = make_login_link(bench.desk, "Ada", base="")
    first, second = app.test_client(), app.test_client()
    assert first.head(link).status_code == 204
    assert first.get(link, headers={"Sec-Purpose": "prefetch"}).status_code == 204
    assert first.get(link).headers["Location"] == "/queue"
    assert first.get("/queue").status_code == 200
    assert "too old" in second.get(link).text
    assert second.get("/queue").status_code == 302
    assert first.get(link).headers["Location"] == "/queue"  # the same person clicks it again


@pytest.mark.parametrize(("minutes", "works"), [(59, True), (61, False)])
def test_a_link_expires(app: Flask, bench: Any, minutes: int, works: bool) -> None:
    link = make_login_link(bench.desk, "Ada", timedelta(hours=1), base="")
    bench.clock.pass_by(minutes=minutes)
    client = app.test_client()
    client.get(link)
    assert (client.get("/queue").status_code == 200) is works


def test_the_token_is_not_stored(bench: Any) -> None:
    token = make_login_link(bench.desk, "Ada", base="").rpartition("/")[2]
    raw = (
        bench.desk.store.path.read_bytes()
        + bench.desk.store.path.with_name(bench.desk.store.path.name + "-wal").read_bytes()
    )
    assert token.encode() not in raw


def test_one_name_is_one_agent(bench: Any, sign_in: Callable[[str], Any]) -> None:
    for name in ("Ada", "ada ", "Ada\t"):
        sign_in(name)
    with bench.desk.store.read() as connection:
        assert connection.exec_driver_sql("SELECT id, name FROM agents").all() == [("ada", "Ada")]


@pytest.mark.parametrize("values", [{"session_epoch": 1}, {"active": False}])
def test_sessions_end(bench: Any, ada: Any, values: dict[str, Any]) -> None:
    with bench.desk.store.write() as connection:
        connection.execute(update(agents).values(values))
    ada.get("/queue", 302)


def test_signing_out(ada: Any) -> None:
    ada.post("/logout", 302)
    ada.get("/queue", 302)


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/tickets/1", "/tickets/1"),
        ("/queue?tab=all", "/queue?tab=all"),
        ("//evil.example", "/queue"),
        ("https://evil.example/", "/queue"),
        ("/\\evil.example", "/queue"),
        ("\\\\evil.example", "/queue"),
        ("/a\r\nSet-Cookie: x=y", "/queue"),
        ("javascript:alert(1)", "/queue"),
        ("", "/queue"),
    ],
)
def test_after_signing_in_one_stays_here(app: Flask, bench: Any, wanted: str, leads_to: str) -> None:
    client = app.test_client()
    client.get("/login", query_string={"next": wanted})
    assert client.get(make_login_link(bench.desk, "Ada", base="")).headers["Location"] == leads_to


def test_guessing_links_is_slowed_down(app: Flask) -> None:
    client = app.test_client()
    seen = {client.get(f"/login/guess{attempt}").status_code for attempt in range(40)}
    assert seen == {403, 429}


@pytest.mark.parametrize(("url", "secure"), [("https://desk.example.org", True), (None, False)])
def test_cookies(bench: Any, url: str | None, secure: bool) -> None:
    settings = bench.desk.settings.model_copy(update={"web_url": url})
    client = create_app(replace(bench.desk, settings=settings), {}).test_client()
    limiter.reset()
    cookie = client.get(make_login_link(bench.desk, "Ada", base="")).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert ("Secure" in cookie) is secure


def test_a_channel_brings_its_own_door_and_page(bench: Any) -> None:
    """As Slack's events and the demo's mailbox do: without a sign-in, without a form's token."""
    door = Blueprint("door", __name__)
    door.add_url_rule("/door/events", "events", lambda: "taken", methods=["GET", "POST"])
    bench.channel.blueprint = lambda: door
    bench.channel.nav = (("door.events", "The door"),)
    client = create_app(bench.desk, {"mail": bench.channel}).test_client()
    assert client.post("/door/events").text == "taken"
    client.get(make_login_link(bench.desk, "Ada", base=""))
    assert '<a href="/door/events">The door</a>' in client.get("/queue").text
