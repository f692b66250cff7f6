"""Incidents in the console and in the API."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from slack_sdk import WebClient

from bot.slack.card_of import card_of
from bot.slack.cards import blocks
from bot.slack.links import Links
from knowledge.vocabulary import Action, ProblemKind, Route, Status
from triage.model import Authentication, Evidence, Finding, MessageInfo

if TYPE_CHECKING:
    from tests.bot.conftest import Bench
    from tests.bot.web.conftest import Browser

TITLE = "Spam about “b cheap b watches today”"


@pytest.fixture
def flooded(app: Flask, bench: Bench) -> Bench:
    """Three people with a sample of the same spam each, and one ticket beside them."""
    plain = bench.channel.read
    info = MessageInfo(
        "<b>Cheap</b> watches today", "win@spam.test", ("a@here.test",), None, None, "x@spam.test"
    )
    sample = replace(Evidence("message", info), authentication=Authentication(sending_ip="192.0.2.7"))

    def read(intake: Any) -> Any:
        incoming = plain(intake)
        nested = (sample,) if incoming.subject == "Spam" else ()
        return replace(incoming, evidence=replace(incoming.evidence, nested=nested))

    bench.channel.read = read  # type: ignore[method-assign]
    bench.thinker.says(Action.REPLY, route=Route.REAL_ISSUE, problem=ProblemKind.SPAM_RECEIVED)
    for who in ("ann", "ben", "cid"):
        bench.mail(sender=f"{who}@{who}.test", subject="Spam")
    bench.mail(sender="dan@dan.test", subject="Another thing")
    bench.work()
    return bench


def read(api: FlaskClient, path: str) -> Any:
    answer = api.get(f"/api/v1/{path}")
    assert answer.status_code == 200
    return answer.json


def mark(page: str) -> str:
    found = re.search(r'name="mark" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_list_and_page(flooded: Bench, ada: Browser) -> None:
    listed = ada.get("/incidents")
    assert TITLE in listed and "3 people report it" in listed
    page = ada.get("/incidents/1")
    for words in (
        "3 tickets of 3 people",
        "192.0.2.7",
        "3 of 3",
        "nothing else that the desk has seen",
        "Send to 3",
    ):
        assert words in page
    assert "<b>Cheap" not in page
    assert "All quiet" not in listed and "Nothing is over yet" in ada.get("/incidents?tab=over")
    ada.get("/incidents/9", status=404)


def test_the_ticket_names_its_incident(flooded: Bench, ada: Browser) -> None:
    assert "/incidents/1" in ada.get("/tickets/2")
    assert "Part of an incident?" in ada.get("/tickets/4")
    ada.post("/tickets/4/incident", incident="1")
    assert "4 tickets of 4 people" in ada.get("/incidents/1")
    ada.post("/tickets/4/incident", do="split")
    assert "3 tickets of 3 people" in ada.get("/incidents/1")
    ada.post("/tickets/4/incident", incident="x", status=400)


def test_one_answer_for_all_and_the_second_agent_is_stopped(
    flooded: Bench, sign_in: Callable[[str], Browser]
) -> None:
    ada, bob = sign_in("Ada"), sign_in("Bob")
    seen = mark(ada.get("/incidents/1"))
    ada.post("/incidents/1/answer", text="It is blocked now.", mark=seen, then="solved")
    answer = bob.post("/incidents/1/answer", text="My own words.", mark=seen, status=409)
    assert "Ada wrote to them" in answer and "My own words." in answer
    flooded.work()
    assert {one.to for one in flooded.channel.delivered} == {"ann@ann.test", "ben@ben.test", "cid@cid.test"}
    assert len(flooded.channel.delivered) == 3
    assert bob.post("/incidents/1/answer", text=" ", mark=seen, status=409)


def test_an_answer_to_all_can_be_taken_back(flooded: Bench, app: Flask, ada: Browser) -> None:
    app.config["UNDO_SECONDS"] = 15
    ada.post("/incidents/1/answer", text="Oops", mark=mark(ada.get("/incidents/1")))
    assert "/incidents/1/undo" in ada.get("/incidents/1")
    ada.post("/incidents/1/undo")
    flooded.clock.pass_by(seconds=30)
    flooded.work()
    assert flooded.channel.delivered == []


def test_split_merge_and_close(flooded: Bench, ada: Browser) -> None:
    ada.post("/incidents/1/split", ticket="2")
    assert "2 tickets of 2 people" in ada.get("/incidents/1")
    ada.post("/incidents/1/split", ticket="2", status=409)
    ada.post("/incidents/1/merge", other="1", status=409)
    ada.post("/incidents/1/merge", other="7", status=404)
    ada.post("/incidents/1/close")
    assert "All quiet" in ada.get("/incidents")
    assert TITLE in ada.get("/incidents?tab=over")
    ada.post("/incidents/1/answer", text="x", mark="1", status=409)


def test_api(flooded: Bench, api: FlaskClient) -> None:
    (line,) = read(api, "incidents")["incidents"]
    assert (line["id"], line["tickets"], line["people"], line["urgent"]) == (1, 3, 3, True)
    whole = read(api, "incidents/1")
    assert [one["number"] for one in whole["members"]] == [1, 2, 3]
    assert sum(one["count"] for one in whole["hours"]) == 3
    assert {"kinds": ["ip"], "value": "192.0.2.7", "caught": 3, "of": 3, "hurts": {}} in whole["shared"]
    assert read(api, "tickets/1")["incident"] == 1
    assert read(api, "tickets/4")["incident"] is None
    body = {"text": "It is blocked.", "mark": whole["mark"]}
    assert api.post("/api/v1/incidents/1/answer", json=body).status_code == 200
    late = api.post("/api/v1/incidents/1/answer", json=body)
    assert late.json is not None
    assert (late.status_code, late.json["by"]) == (409, "the API")
    flooded.work()
    assert len(flooded.channel.delivered) == 3


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("1/add", {"ticket": 4}, 200),
        ("1/split", {"ticket": 3}, 200),
        ("1/split", {"ticket": 4}, 404),
        ("1/add", {"ticket": 99}, 404),
        ("1/add", {"ticket": "4"}, 400),
        ("1/merge", {"incident": 9}, 404),
        ("1/merge", {"incident": 1}, 409),
        ("1/close", None, 200),
        ("9/close", None, 404),
        ("1/answer", {"text": "x"}, 400),
        ("1/answer", {"text": "", "mark": "1"}, 400),
        ("1/answer", {"text": "x", "mark": "1", "then": "closed"}, 400),
        ("1/answer", {"text": "x", "mark": "1"}, 409),
    ],
)
def test_api_says_what_is_wrong(
    flooded: Bench, api: FlaskClient, path: str, body: dict[str, Any] | None, status: int
) -> None:
    assert api.post(f"/api/v1/incidents/{path}", json=body).status_code == status


def test_open_incidents_are_counted_for_prometheus(flooded: Bench, ada: Browser) -> None:
    assert "mailtriage_incidents_open 1.0" in ada.get("/metrics")


def test_api_asks_for_a_known_state(api: FlaskClient) -> None:
    assert api.get("/api/v1/incidents?state=closed,open").status_code == 200
    assert api.get("/api/v1/incidents?state=gone").status_code == 400


def test_the_card_in_slack_names_the_incident(flooded: Bench) -> None:
    card = card_of(flooded.view(2), Links(WebClient(), "https://desk.test"))
    assert card.incident.startswith(f"🚨 Incident 1, 3 tickets of 3 people: {TITLE}")
    assert any(card.incident in str(block) for block in blocks(card))
    assert card_of(flooded.view(4), Links(WebClient(), None)).incident == ""


def test_what_samples_share_stands_open_on_the_ticket(flooded: Bench, ada: Browser) -> None:
    shared = Finding("shared_features", "shared_features.safe", Status.NEUTRAL, "3 of 3 samples share it.")
    plain = Finding("mx", "mx.pass", Status.PASS, "Mail can be delivered.")
    flooded.thinker.says(Action.HOLD, findings=(plain, shared), reply=None)
    flooded.mail(sender="eve@eve.test", subject="Look")
    flooded.work()
    page = ada.get("/tickets/5")
    assert page.index("3 of 3 samples share it.") < page.index('class="fine"') < page.index("Mail can be")
