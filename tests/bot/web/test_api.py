"""The API: what it answers, and how it says no."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from bot.web.api.openapi import description
from bot.web.app import create_app
from knowledge.vocabulary import Action, Route
from tests.stand_ins import InProcess
from triage.contract import explained_json
from triage.model import Evidence, ExplainedMessage

RAW = (
    b"From: Alice <alice@example.org>\r\nTo: help@desk.test\r\nSubject: Help\r\n"
    b"Message-ID: <api-1@example.org>\r\n\r\nMy mail bounced.\r\n"
)
MAIL = {"content_type": "message/rfc822"}


def _schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = description()["components"]["schemas"][name]
    if "allOf" not in found:
        return found
    parts = [_schema(part["$ref"].rpartition("/")[2]) if "$ref" in part else part for part in found["allOf"]]
    return {"properties": {name: value for part in parts for name, value in part["properties"].items()}}


def _is(body: dict[str, Any], name: str) -> dict[str, Any]:
    """The body has exactly the members that the description names."""
    assert set(body) == set(_schema(name)["properties"])
    return body


def _problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    body: dict[str, Any] = answer.get_json(force=True)
    assert (body["status"], body["type"]) == (status, "about:blank")
    assert body["title"]
    assert body["detail"].endswith((".", "…"))
    return body


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
        assert says in _problem(answer, 401)["detail"]
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_without_a_token_set_the_api_is_off(bench: Any) -> None:
    client = create_app(bench.desk, {}).test_client()
    answer = client.get("/api/v1/tickets", headers={"Authorization": "Bearer "})
    assert "MAILTRIAGE_API_TOKEN" in _problem(answer, 403)["detail"]


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
    _problem(answer, status)
    assert ("Allow" in answer.headers) is (status == 405)
    bench.work()
    assert bench.channel.delivered == []


def test_a_bug_is_a_problem_too(app: Any, api: FlaskClient, bench: Any, monkeypatch: Any) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr("bot.web.api.ledger.ledger_sums", broken)
    body = _problem(api.get("/api/v1/ledger"), 500)
    assert "secret" not in str(body)


def test_the_list(api: FlaskClient, bench: Any) -> None:
    for subject in ("first", "second", "third"):
        bench.mail(subject=subject)
        bench.work()
        bench.clock.pass_by(minutes=1)
    whole = api.get("/api/v1/tickets").get_json()
    assert [ticket["subject"] for ticket in whole["tickets"]] == ["third", "second", "first"]
    assert whole["next"] is None
    newest = _is(whole["tickets"][0], "Ticket")
    assert newest["created_at"] == "2026-03-02T09:02:00Z"
    assert (newest["requester"], newest["route"], newest["state"], newest["action"]) == (
        "alice@example.org",
        "third_party_reject",
        "triaged",
        "reply",
    )


def test_pages_by_cursor_meet_every_ticket_once(api: FlaskClient, bench: Any) -> None:
    for _ in range(7):
        bench.mail()
    bench.work()
    met, cursor = [], ""
    while True:
        page = api.get(f"/api/v1/tickets?limit=3{cursor}").get_json()
        met += [ticket["number"] for ticket in page["tickets"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert met == [7, 6, 5, 4, 3, 2, 1]


FOUND = {
    "state=triaged": [3, 1],
    "state=solved": [2],
    "state=triaged,solved": [3, 2, 1],
    "state=waiting": [],
    "route=newsletter": [3],
    "route=newsletter&state=solved": [],
    "q=umbrella": [2],
    "q=BOB@": [2],
    "q=Shop": [3],
    "q=%25": [],
    "q=_____________________________________________________": [],
    "q=%232": [2],
    "q=1": [1],
    "q=%00": [3, 2, 1],
}


def test_looking_for_tickets(api: FlaskClient, bench: Any) -> None:
    bench.mail("one", subject="First", message_id="<x@a>")
    bench.mail("I lost my umbrella", sender="bob@example.org", subject="Second", message_id="<x@b>")
    bench.work()
    bench.thinker.says(Action.REPLY, route=Route.NEWSLETTER)
    bench.mail("out", subject="Leave the shop", message_id="<x@c>")
    bench.work()
    api.post("/api/v1/suggestions/2/accept")
    bench.work()
    answers = {query: api.get(f"/api/v1/tickets?{query}").get_json()["tickets"] for query in FOUND}
    assert {query: [ticket["number"] for ticket in found] for query, found in answers.items()} == FOUND


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ("EVE@example.com", []),
        ("mx.example.net", [1]),
        ("laptop.example", [1]),
        ("192.0.2.9", [1]),
        ("User unknown", [1]),
        ("alice@example.org", [1]),
        ("<q@1>", [1]),
        ("filled-in.test", [1]),
        ("nowhere.test", []),
    ],
)
def test_what_stands_only_in_the_evidence_is_found(
    api: FlaskClient, bounced: Any, ada: Any, asked: str, numbers: list[int]
) -> None:
    bounced.mail("It came back.", sender="carol@example.org", message_id="<q@1>")
    bounced.work()
    ada.post("/tickets/1/fill", sender="dave@filled-in.test")
    bounced.work()
    found = api.get("/api/v1/tickets", query_string={"q": asked}).get_json()["tickets"]
    assert [ticket["number"] for ticket in found] == numbers
    shown = ada.get(f"/queue?{urlencode({'q': asked})}")
    assert ('id="row-1"' in shown) is bool(numbers)


def test_one_ticket(api: FlaskClient, bounced: Any) -> None:
    bounced.mail()
    bounced.work()
    body = _is(api.get("/api/v1/tickets/1").get_json(), "WholeTicket")
    assert body["missing"] == ["occurred_at"]
    kinds = {
        "messages": "Message",
        "evidence": "Evidence",
        "findings": "Finding",
        "suggestions": "Suggestion",
    }
    for name, kind in kinds.items():
        assert body[name]
        for item in body[name]:
            _is(item, kind)
    report = body["evidence"][0]["nested"][0]["ndr"]
    assert _is(report["recipients"][0], "Recipient")["reason"] == "no_such_user"
    assert [finding["code"] for finding in body["findings"]] == ["spf.pass", "mx.timeout", "dmarc.none"]


def test_accept_sends_at_once(api: FlaskClient, bench: Any) -> None:
    bench.mail()
    bench.work()
    body = _is(api.post("/api/v1/suggestions/1/accept").get_json(), "Decided")
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
    body = _problem(api.post(f"/api/v1/suggestions/1/{second}", json={"reason": "no"}), 409)
    assert (body["by"], body["state"]) == ("the API", f"{first}ed")
    assert body["at"] == "2026-03-02T09:00:00Z"


def test_too_late_when_the_requester_wrote_again(api: FlaskClient, bench: Any) -> None:
    bench.mail()
    bench.work()
    bench.mail("Never mind", answers="<m1@example.org>")
    bench.work()
    body = _problem(api.post("/api/v1/suggestions/1/accept"), 409)
    assert body["state"] == "superseded"


def test_a_new_ticket_is_answered_when_it_is_filed(app: Any, api: FlaskClient, bench: Any) -> None:
    app.config["FILE_WAIT_SECONDS"] = 60
    answers: list[Any] = []
    asking = threading.Thread(target=lambda: answers.append(api.post("/api/v1/tickets", data=RAW, **MAIL)))
    seen = bench.desk.wake.count
    asking.start()
    bench.desk.wake.wait_beyond(seen, 60)
    bench.work()
    asking.join(60)
    assert answers[0].status_code == 201
    assert answers[0].headers["Location"] == "/api/v1/tickets/1"
    assert _is(answers[0].get_json(), "Filed") == {
        "number": 1,
        "outcome": "ticket",
        "reason": None,
        "intake": 1,
    }


def test_a_mail_that_waits_is_followed_by_its_ledger_row(api: FlaskClient, bench: Any) -> None:
    answer = api.post("/api/v1/tickets", data=RAW, **MAIL)
    assert (answer.status_code, answer.get_json()["outcome"]) == (202, None)
    bench.work()
    body = _is(api.get(f"/api/v1/ledger/{answer.get_json()['intake']}").get_json(), "Filed")
    assert (body["outcome"], body["number"]) == ("ticket", 1)


def test_the_same_key_is_the_same_delivery(api: FlaskClient, bench: Any) -> None:
    key = {"Idempotency-Key": "order-7"}
    first = api.post("/api/v1/tickets", data=RAW, headers=key, **MAIL).get_json()
    bench.work()
    again = api.post("/api/v1/tickets", data=RAW, headers=key, **MAIL)
    assert (again.status_code, again.get_json()["intake"]) == (200, first["intake"])
    assert api.get("/api/v1/ledger").get_json()["seen"] == 1


def test_the_ledger(api: FlaskClient, bench: Any) -> None:
    bench.mail()
    bench.mail(message_id="<m1@example.org>", key="again")
    bench.mail("Thank you", answers="<m1@example.org>")
    bench.mail(more="Auto-Submitted: auto-replied\r\n")
    bench.work()
    body = _is(api.get("/api/v1/ledger").get_json(), "Ledger")
    assert body == {"seen": 4, "tickets": 1, "appended": 1, "duplicates": 1, "set_aside": 1, "quarantined": 0}


def test_check_runs_the_checks(api: FlaskClient) -> None:
    """The network of this desk is off: nothing could be looked up, and nothing says pass or fail."""
    sent = {
        "about": "alice@example.org",
        "ip": "192.0.2.1",
        "helo": "mail.example.org",
        "recipient": "bob@example.com",
    }
    body = _is(api.post("/api/v1/check", json=sent).get_json(), "Checked")
    assert body["about"]["sending_ip"] == "192.0.2.1"
    assert {finding["check"] for finding in body["findings"]} >= {"spf", "mx", "dmarc"}
    assert {finding["status"] for finding in body["findings"]} <= {"temperror", "skipped"}


@pytest.mark.parametrize(("name", "value"), [("domain", "example.org"), ("address", "ann@example.org")])
def test_check_by_a_plainer_name(api: FlaskClient, name: str, value: str) -> None:
    body = _is(api.post("/api/v1/check", json={name: value}).get_json(), "Checked")
    assert body["about"]["subject"] == value


def test_explain_says_what_the_command_says(app: Any, api: FlaskClient, bench: Any) -> None:
    """One object a line, one line a message: plain JSON for a single mail."""
    app.extensions["mailtriage"] = replace(
        app.extensions["mailtriage"], desk=replace(bench.desk, sandbox=InProcess())
    )
    one = api.post("/api/v1/explain?name=mail.eml", data=RAW)
    assert one.content_type == "application/json"
    assert (one.get_json()["path"], one.get_json()["index"]) == ("mail.eml", 0)
    assert list(one.get_json()) == list(explained_json(ExplainedMessage("", 0, Evidence("message"))))
    assert one.get_json()["message"]["from"] == "alice@example.org"
    envelope = b"From a@example.org Mon Mar  2 09:00:00 2026\n"
    mbox = (envelope + RAW.replace(b"\r\n", b"\n") + b"\n") * 2
    two = api.post("/api/v1/explain", data=mbox)
    assert two.content_type == "application/x-ndjson"
    assert [json.loads(line)["index"] for line in two.text.splitlines()] == [0, 1]


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
