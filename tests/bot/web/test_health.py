"""What machines ask."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert

from bot.desk.alerts import raise_alert
from bot.desk.automatic import BREAKER, breaker_open
from bot.store.schema.watch import flags


def test_ready(app: Flask, bench: Any) -> None:
    client = app.test_client()
    assert client.get("/healthz").json == {"healthy": True, "issues": []}
    assert client.get("/readyz").json == {"healthy": True, "issues": []}
    bench.channel.issues = lambda: ["the mailbox does not answer"]
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json) == (
        503,
        {"healthy": False, "issues": ["the mailbox does not answer"]},
    )


def test_not_ready_without_a_database(app: Flask, bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy.exc import OperationalError

    def broken() -> None:
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    monkeypatch.setattr(bench.desk.store, "read", broken)
    answer = app.test_client().get("/readyz")
    assert answer.json == {"healthy": False, "issues": ["the database does not answer"]}


LINES = {
    'mailtriage_tickets{state="triaged"} 1.0',
    'mailtriage_tickets{state="solved"} 0.0',
    'mailtriage_intake_total{outcome="ticket"} 1.0',
    'mailtriage_intake_total{outcome="duplicate"} 1.0',
    "mailtriage_intake_in_work 0.0",
    "mailtriage_automatic_mail_stopped 0.0",
    'mailtriage_http_requests_total{endpoint="health.healthz",method="GET",status="200"} 1.0',
}


def test_metrics(app: Flask, bench: Any) -> None:
    bench.mail()
    bench.mail(message_id="<m1@example.org>", key="again")
    bench.work()
    client = app.test_client()
    client.get("/healthz")
    assert set(client.get("/metrics").text.splitlines()) >= LINES


def test_metrics_follow_the_rules(app: Flask, bench: Any) -> None:
    """Names are ours, counters end in `_total`, times in `_seconds`; no address stands in a label."""
    bench.mail()
    bench.work()
    client = app.test_client()
    client.get("/login/secret-token")
    client.get("/nowhere/alice@example.org")
    text = client.get("/metrics").text
    families = dict(re.findall(r"# TYPE (\S+) (\S+)", text))
    assert all(name.startswith("mailtriage_") for name in families)
    assert all(name.endswith("_total") for name, kind in families.items() if kind == "counter")
    assert all(name.endswith("_seconds") for name, kind in families.items() if kind == "histogram")
    assert "@" not in text
    assert "secret-token" not in text


def test_alerts_stand_on_every_page_until_they_are_over(bench: Any, ada: Any) -> None:
    with bench.desk.store.write() as connection:
        connection.execute(insert(flags).values(name=BREAKER, value={}, at=bench.clock.at))
        raise_alert(connection, bench.clock.at, BREAKER, "Automatic <b>mail</b> is stopped.")
        raise_alert(connection, bench.clock.at, "self_test", "It has not come back.")
    for path in ("/queue", "/ledger"):
        page = ada.get(path)
        assert "Automatic &lt;b&gt;mail&lt;/b&gt; is stopped." in page
        assert "It has not come back." in page
    ada.post("/alerts/breaker")
    page = ada.get("/queue")
    assert "is stopped" not in page.replace("may go out again", "")
    assert "It has not come back." in page
    with bench.desk.store.read() as connection:
        assert not breaker_open(connection)


def test_nobody_else_sees_or_ends_an_alert(bench: Any, app: Any) -> None:
    with bench.desk.store.write() as connection:
        connection.execute(insert(flags).values(name=BREAKER, value={}, at=bench.clock.at))
        raise_alert(connection, bench.clock.at, BREAKER, "Automatic mail is stopped.")
    client = app.test_client()
    assert "is stopped" not in client.get("/login").text
    assert client.post("/alerts/breaker").status_code in (302, 400)
    with bench.desk.store.read() as connection:
        assert breaker_open(connection)
