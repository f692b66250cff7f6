"""Several workspaces: installed by an agent alone, each with its own token, forgotten when it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import select

from bot.desk.types import Outgoing
from bot.slack.app import whereabouts
from bot.slack.channel import SlackChannel
from bot.slack.installations import STATE_LIVES, States
from bot.store.queries.ledger import ledger
from bot.store.schema.slack import slack_installations
from bot.web.agents import make_login_link
from bot.web.app import create_app
from tests.bot.slack.room import Room, make_room
from tests.stand_ins import InProcess

if TYPE_CHECKING:
    from tests.bot.conftest import Bench


CALLBACK = "/slack/oauth_redirect"
SETTINGS: dict[str, Any] = {"slack_client_id": "1.2"}


@pytest.fixture
def room(bench: Bench) -> Iterator[Room]:

    more = {**SETTINGS, "slack_client_secret": SecretStr("shh"), "slack_support_channels": ("C09FAR",)}
    bench.desk = replace(bench.desk, sandbox=InProcess())
    with make_room(bench, **more) as made:
        made.slack.says(
            "oauth.v2.access",
            access_token="xoxb-far",
            bot_user_id="UFARBOT",
            team={"id": "T9", "name": "Far <Away>"},
            authed_user={"id": "UEVE"},
        )
        yield made


@pytest.fixture
def web(room: Room) -> Iterator[FlaskClient]:
    channel = SlackChannel(room.bench.desk, "xoxb-home", "signing", None)
    app: Flask = create_app(room.bench.desk, {"slack": channel})
    with app.test_client() as client:
        yield client


def sign_in(room: Room, web: FlaskClient) -> None:
    link = urlsplit(make_login_link(room.bench.desk, "Anna"))
    page = web.get(link.path, base_url="https://desk.example.org")
    if page.status_code == 200:
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        headers = {"Referer": "https://desk.example.org/"}
        web.post(link.path, data={"csrf_token": token}, base_url="https://desk.example.org", headers=headers)


def begin(web: FlaskClient) -> str:
    answer = web.get("/slack/install", base_url="https://desk.example.org")
    assert answer.status_code == 302
    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert asked["redirect_uri"] == [f"https://desk.example.org{CALLBACK}"]
    return asked["state"][0]


def teams(room: Room) -> dict[str, str]:
    with room.bench.desk.store.read() as connection:
        rows = connection.execute(select(slack_installations)).all()
    return {row.team: row.data["bot_token"] for row in rows}


def test_an_agent_installs_it_in_another_workspace(room: Room, web: FlaskClient) -> None:
    sign_in(room, web)
    state = begin(web)
    url = f"{CALLBACK}?code=abc&state={state}"
    done = web.get(url, base_url="https://desk.example.org")
    assert (done.status_code, done.text.partition(".")[0]) == (200, "mailtriage is installed in Far <Away>")
    assert done.mimetype == "text/plain"
    assert teams(room) == {"T9": "xoxb-far"}
    again = web.get(url, base_url="https://desk.example.org")
    assert again.status_code >= 400


def test_a_stranger_cannot_begin(room: Room, web: FlaskClient) -> None:
    answer = web.get("/slack/install", base_url="https://desk.example.org")
    assert "/login" in answer.headers["Location"]


@pytest.mark.parametrize("query", ["code=abc", "code=abc&state=guessed", "error=access_denied", "state=x"])
def test_a_forged_callback_installs_nothing(room: Room, web: FlaskClient, query: str) -> None:
    answer = web.get(f"{CALLBACK}?{query}", base_url="https://desk.example.org")
    assert answer.status_code >= 400
    assert teams(room) == {}


def test_a_state_of_another_browser_installs_nothing(room: Room, web: FlaskClient) -> None:
    state = States(room.bench.desk).issue()
    answer = web.get(f"{CALLBACK}?code=abc&state={state}", base_url="https://desk.example.org")
    assert answer.status_code == 400
    assert teams(room) == {}


def test_a_state_is_good_once_and_for_ten_minutes(room: Room) -> None:
    states = States(room.bench.desk)
    first, second = states.issue(), states.issue()
    assert states.consume(first)
    assert not states.consume(first)
    room.bench.clock.at += STATE_LIVES
    assert not states.consume(second)


def test_without_a_client_id_there_are_no_such_pages(bench: Bench) -> None:
    with make_room(bench) as made:
        app = create_app(made.bench.desk, {"slack": SlackChannel(made.bench.desk, "xoxb-x", "s", None)})
        assert app.test_client().get(CALLBACK).status_code == 404


@pytest.fixture
def far(room: Room, web: FlaskClient) -> Room:
    """With the app in T9, where Eve asks in C09FAR."""
    sign_in(room, web)
    web.get(f"{CALLBACK}?code=abc&state={begin(web)}", base_url="https://desk.example.org")
    post = {"type": "message", "channel": "C09FAR", "user": "UEVE", "text": "My mail is missing", "ts": "3.5"}
    room.event(post, team="T9")
    room.work()
    return room


def token_of(room: Room, method: str, **args: Any) -> str:
    """With which token it was called last."""
    found = [
        token
        for (name, given), token in zip(room.slack.calls, room.slack.tokens, strict=True)
        if name == method and all(given.get(key) == value for key, value in args.items())
    ]
    return found[-1]


def test_each_workspace_is_spoken_to_with_its_own_token(far: Room) -> None:
    assert token_of(far, "users.info", user="UEVE") == "xoxb-far"
    assert token_of(far, "chat.postMessage", channel="C02DESK") == "xoxb-home"
    [ticket] = [far.bench.view(1)]
    outgoing = Outgoing(
        1, 1, "slack", "slack:UEVE", "", "Here.", False, 1, far.bench.clock.at, thread=ticket.thread
    )
    assert far.channel.deliver(outgoing).outcome == "sent"
    assert token_of(far, "chat.postMessage", channel="C09FAR") == "xoxb-far"
    far.event({"type": "app_home_opened", "user": "UEVE", "channel": "D9", "tab": "home"}, team="T9")
    assert token_of(far, "views.publish", user_id="UEVE") == "xoxb-far"
    far.event({"type": "app_home_opened", "user": "UBOB", "channel": "D1", "tab": "home"})
    assert token_of(far, "views.publish", user_id="UBOB") == "xoxb-home"


def test_nobody_of_another_workspace_is_an_agent(far: Room) -> None:
    far.press("UEVE", {"action_id": "accept", "value": f"1:{far.bench.suggestion}"}, team={"id": "T9"})
    assert far.bench.state() == "triaged"


@pytest.mark.parametrize(
    "event", [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["UFARBOT"]}}]
)
def test_who_removes_it_is_forgotten(far: Room, event: dict[str, Any]) -> None:
    far.event(event, team="T9")
    assert teams(far) == {}


def test_a_workspace_that_never_installed_it_is_not_heard(room: Room) -> None:
    room.event({"type": "message", "channel": "C09FAR", "user": "UX", "text": "hi", "ts": "4.5"}, team="T8")
    room.work()
    assert ledger(room.bench.desk.store).seen == 0


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"team_id": "T9", "event": {"channel": "C1", "user": "U1", "team": "T9"}}, ("T9", ("C1", "U1"))),
        ({"team_id": "T9", "event": {"channel": "C1", "user": "U1", "user_team": "T1"}}, ("T9", ("C1",))),
        (
            {"team": {"id": "T9"}, "user": {"id": "U1", "team_id": "T1"}, "channel": {"id": "C1"}},
            ("T9", ("C1",)),
        ),
        ({}, (None, ())),
    ],
)
def test_whose_a_place_is(body: dict[str, Any], expected: object) -> None:
    assert whereabouts(body) == expected
