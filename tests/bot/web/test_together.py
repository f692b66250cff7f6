"""Merging and splitting tickets, and saying who asks: in the console and in the API."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from flask.testing import FlaskClient

from bot.desk.types import Actor
from bot.desk.write import write
from knowledge.vocabulary import ProblemKind, Route

if TYPE_CHECKING:
    from tests.bot.conftest import Bench
    from tests.bot.web.conftest import Browser


@pytest.fixture
def desk(bench: Bench, anna: Actor) -> Bench:
    """Alice has two tickets; in reply to an answer on the first she asks for something else."""
    bench.mail("It bounced.", message_id="<a1@example.org>")
    bench.mail("Again.", subject="Still <b>no</b> luck")
    bench.work()
    write(bench.desk, 1, anna, "Which address?")
    bench.work()
    bench.mail("And spam.", subject="Spam since Monday", answers=bench.channel.delivered[-1].message_id)
    bench.work()
    return bench


def test_an_agent_merges_and_takes_apart(desk: Bench, ada: Browser) -> None:
    page = ada.get("/tickets/1")
    assert "Still &lt;b&gt;no&lt;/b&gt; luck" in page
    ada.post("/tickets/1/merge", other="2")
    assert desk.view(2).line.state == "closed"
    assert "Merged into this one" in ada.get("/tickets/1")
    gone = ada.get("/tickets/2")
    assert 'href="/tickets/1">#1</a>' in gone
    assert "merged tickets" in gone
    assert "Your own reply" not in gone
    ada.post("/tickets/2/unmerge", other="2")
    assert [item.text for item in desk.view(2).messages] == ["Again."]


def test_or_goes_on_in_the_other_one(desk: Bench, ada: Browser) -> None:
    ada.post("/tickets/1/merge", other="#2", do="into")
    assert (desk.view(1).line.state, len(desk.view(2).messages)) == ("closed", 4)


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [
        ({"other": "1"}, 409, "A ticket cannot be merged with itself."),
        ({"other": "99"}, 404, ""),
        ({"other": "x"}, 400, ""),
        ({"other": "²"}, 400, ""),
    ],
)
def test_what_cannot_be_merged_is_said(
    desk: Bench, ada: Browser, form: dict[str, str], status: int, said: str
) -> None:
    assert said in ada.post("/tickets/1/merge", status, **form)


def test_another_subject_offers_a_split(desk: Bench, ada: Browser) -> None:
    page = ada.get("/tickets/1")
    assert page.count("Another subject: <bdi>Spam since Monday</bdi>") == 1
    message = desk.view(1).messages[-1].id
    ada.post("/tickets/1/split", message=str(message))
    assert [item.text for item in desk.view(3).messages] == ["And spam."]
    assert "Another subject" not in ada.get("/tickets/1")


def test_others_mail_is_marked(desk: Bench, ada: Browser) -> None:
    assert "not the requester" not in ada.get("/tickets/1")
    answer = desk.channel.delivered[-1].message_id
    desk.mail("Me, too.", sender="Bob <bob@example.org>", answers=answer)
    desk.work()
    assert ada.get("/tickets/1").count("not the requester") == 1


@pytest.fixture
def passed_on(bench: Bench) -> Bench:
    """A colleague has passed a mail on."""
    plain = bench.channel.read

    def read(intake: Any) -> Any:
        return replace(plain(intake), forwarded_for=("dana@customer.test", "Dana <i>Fox</i>"))

    bench.channel.read = read  # type: ignore[method-assign]
    bench.mail(sender="Carol <carol@desk.test>", subject="Fwd: It bounced")
    bench.work()
    return bench


def test_who_asks_is_said_by_an_agent(passed_on: Bench, ada: Browser) -> None:
    page = ada.get("/tickets/1")
    assert "Dana &lt;i&gt;Fox&lt;/i&gt;" in page
    assert "Answer <bdi>dana@customer.test</bdi>" in page
    ada.post("/tickets/1/requester", address="dana@customer.test")
    passed_on.work()
    view = passed_on.view()
    assert (view.line.requester, view.pending[-1].to) == ("dana@customer.test", "dana@customer.test")
    page = ada.get("/tickets/1")
    assert "passed it on" in page
    assert "It seems that" not in page
    assert "is no mail address" in ada.post("/tickets/1/requester", 409, address="dana")


def test_whoever_wrote_spam_waits_for_no_answer(passed_on: Bench, ada: Browser) -> None:
    ada.post("/tickets/1/reroute", route=Route.REAL_ISSUE, problem=ProblemKind.SPAM_RECEIVED)
    passed_on.thinker.decision = replace(
        passed_on.thinker.decision, route=Route.REAL_ISSUE, problem=ProblemKind.SPAM_RECEIVED
    )
    passed_on.work()
    assert "It seems that" not in ada.get("/tickets/1")


def test_by_the_api(desk: Bench, api: FlaskClient) -> None:
    def post(path: str, **body: object) -> Any:
        return api.post(f"/api/v1/tickets/{path}", json=body)

    def get(number: int) -> Any:
        return api.get(f"/api/v1/tickets/{number}").json

    split = post("1/split", message=desk.view(1).messages[-1].id)
    assert (split.status_code, split.json) == (201, {"number": 3, "split_from": 1})
    assert split.headers["Location"].endswith("/api/v1/tickets/3")
    assert post("1/merge", ticket=2).json == {"number": 1, "merged": 2}
    assert get(2)["merged_into"] == 1
    assert post("2/merge", ticket=3).status_code == 409
    assert post("2/unmerge").json == {"number": 2}
    assert get(2)["merged_into"] is None
    assert post("2/requester", address="dana@customer.test").status_code == 200
    told = get(2)
    assert told["requester"] == "dana@customer.test"
    assert told["participants"] == [{"address": "alice@example.org", "name": "Alice", "how": "forwarder"}]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("1/merge", {"ticket": "2"}, 400),
        ("1/merge", {"ticket": True}, 400),
        ("1/merge", {"ticket": 99}, 404),
        ("99/merge", {"ticket": 1}, 404),
        ("1/unmerge", {}, 409),
        ("1/split", {"message": 999}, 404),
        ("1/split", {"message": 1}, 409),
        ("1/requester", {"address": 7}, 400),
        ("1/requester", {"address": "nobody"}, 409),
    ],
)
def test_what_the_api_refuses(
    desk: Bench, api: FlaskClient, path: str, body: dict[str, object], status: int
) -> None:
    assert api.post(f"/api/v1/tickets/{path}", json=body).status_code == status
