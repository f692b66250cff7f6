"""The API: checks and explanations, as the commands give them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.bot.web.api.contract import RAW, follows
from tests.stand_ins import InProcess
from triage.contract import explained_json
from triage.model import Evidence, ExplainedMessage


def test_check_runs_the_checks(api: FlaskClient) -> None:
    """The network of this desk is off: nothing could be looked up, and nothing says pass or fail."""
    sent = {
        "about": "alice@example.org",
        "ip": "192.0.2.1",
        "helo": "mail.example.org",
        "recipient": "bob@example.com",
    }
    body = follows(api.post("/api/v1/check", json=sent).get_json(), "Checked")
    assert body["about"]["sending_ip"] == "192.0.2.1"
    assert {finding["check"] for finding in body["findings"]} >= {"spf", "mx", "dmarc"}
    assert {finding["status"] for finding in body["findings"]} <= {"temperror", "skipped"}


@pytest.mark.parametrize(("name", "value"), [("domain", "example.org"), ("address", "ann@example.org")])
def test_check_by_a_plainer_name(api: FlaskClient, name: str, value: str) -> None:
    body = follows(api.post("/api/v1/check", json={name: value}).get_json(), "Checked")
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
