"""The API: the list, the search, one ticket."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from knowledge.vocabulary import Action, Route
from tests.bot.web.api.contract import follows


def test_the_list(api: FlaskClient, bench: Any) -> None:
    for subject in ("first", "second", "third"):
        bench.mail(subject=subject)
        bench.work()
        bench.clock.pass_by(minutes=1)
    whole = api.get("/api/v1/tickets").get_json()
    assert [ticket["subject"] for ticket in whole["tickets"]] == ["third", "second", "first"]
    assert whole["next"] is None
    newest = follows(whole["tickets"][0], "Ticket")
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
    body = follows(api.get("/api/v1/tickets/1").get_json(), "WholeTicket")
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
            follows(item, kind)
    report = body["evidence"][0]["nested"][0]["ndr"]
    assert follows(report["recipients"][0], "Recipient")["reason"] == "no_such_user"
    assert [finding["code"] for finding in body["findings"]] == ["spf.pass", "mx.timeout", "dmarc.none"]
