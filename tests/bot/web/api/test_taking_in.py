"""The API: handing a mail in, and following it in the ledger."""

from __future__ import annotations

import threading
from typing import Any

from flask.testing import FlaskClient

from tests.bot.web.api.contract import MAIL, RAW, follows


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
    assert follows(answers[0].get_json(), "Filed") == {
        "number": 1,
        "outcome": "ticket",
        "reason": None,
        "intake": 1,
    }


def test_a_mail_that_waits_is_followed_by_its_ledger_row(api: FlaskClient, bench: Any) -> None:
    answer = api.post("/api/v1/tickets", data=RAW, **MAIL)
    assert (answer.status_code, answer.get_json()["outcome"]) == (202, None)
    bench.work()
    body = follows(api.get(f"/api/v1/ledger/{answer.get_json()['intake']}").get_json(), "Filed")
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
    body = follows(api.get("/api/v1/ledger").get_json(), "Ledger")
    assert body == {"seen": 4, "tickets": 1, "appended": 1, "duplicates": 1, "set_aside": 1, "quarantined": 0}
