"""An escalated case in the console and by the API."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from bot.web.api.openapi import description
from knowledge.library import load_library
from knowledge.vocabulary import Action, ProblemKind, Route
from triage.model import Case, CaseMessage, Decision, Evidence, MessageInfo, Reply
from triage.pipeline import triage
from triage.tools.clock import SystemClock
from triage.tools.protocols import Tools, WordsSay
from triage.tools.resolver import OfflineResolver


class _Words:
    def read(self, text: str) -> WordsSay:
        return WordsSay(dict.fromkeys(Route, 0.2), dict.fromkeys(ProblemKind, 0.1))


@pytest.fixture
def case(app: Any, bench: Any) -> Any:
    """Ticket 2 is a real case, thought by the real pipeline, ready to be handed over."""
    bench.mail()
    bench.work()
    library = load_library()
    said = CaseMessage(Evidence("message", MessageInfo(subject="<b>Late</b>")), "Mail <script> is late.")
    known = {"sender": "bob@partner.test", "recipient": "alice@example.org"}
    decided: Decision = triage(
        replace(
            Case((said,), library.platform("hostedemail"), requester="alice@example.org", known=known),
            route=Route.REAL_ISSUE,
            problem=ProblemKind.DELAYED,
            reference="#2",
        ),
        library,
        Tools(OfflineResolver(), SystemClock(), _Words()),
    )
    bench.thinker.decision = replace(
        decided,
        action=Action.ESCALATE,
        dossier="The whole case",
        reply=None,
        note=Reply("Handed on", "Somebody has it."),
    )
    bench.mail("Mail is late", key="second")
    bench.work()
    return bench


def _suggestion(bench: Any, kind: str) -> Any:
    (found,) = [one for one in bench.view(2).pending if one.kind == kind]
    return found


def test_the_case_as_files(case: Any, ada: Any) -> None:
    text = ada.client.get("/tickets/2/case.txt")
    assert text.headers["Content-Disposition"] == 'attachment; filename="case-2.txt"'
    assert "Reseller ID: (not known)" in text.text
    assert json.loads(ada.client.get("/tickets/2/case.json").text)["reference"] == "#2"
    assert ada.client.get("/tickets/2/case.html").status_code == 404
    assert ada.client.get("/tickets/99/case.txt").status_code == 404


def test_one_click_hands_over_and_tells_the_requester(case: Any, ada: Any) -> None:
    page = ada.get("/tickets/2")
    assert "and tell the requester" in page
    assert "Tell the requester" in page
    assert "send it together with the case, not before" in page
    suggestion = _suggestion(case, "escalate")
    ada.post(f"/tickets/2/suggestions/{suggestion.id}/accept", seen=ada.seen(2), note="1")
    case.work()
    assert [(sent.kind, sent.to) for sent in case.channel.delivered] == [
        ("escalate", "support@platform.test"),
        ("reply", "alice@example.org"),
    ]
    page = ada.get("/tickets/2")
    assert "support@platform.test" in page
    assert "You are reminded on 4 Mar, 09:00 UTC" in page
    ada.post("/tickets/2/support", text="Any news?")
    case.work()
    assert case.channel.delivered[-1].text == "Any news?"


def test_the_queue_says_that_nobody_has_answered(case: Any, ada: Any) -> None:
    suggestion = _suggestion(case, "escalate")
    ada.post(f"/tickets/2/suggestions/{suggestion.id}/accept", seen=ada.seen(2))
    case.work()
    assert "No answer yet" not in ada.get("/queue?tab=escalated")
    case.clock.pass_by(days=3)
    case.work()
    assert "No answer yet" in ada.get("/queue?tab=escalated")


def test_a_closing_reply_wants_the_agent_s_words(case: Any, ada: Any) -> None:
    suggestion = _suggestion(case, "escalate")
    ada.post(f"/tickets/2/suggestions/{suggestion.id}/accept", seen=ada.seen(2))
    case.work()
    sent = case.channel.delivered[-1]
    case.mail("<b>Mended</b>", sender="Sue <sue@platform.test>", answers=sent.message_id)
    case.work()
    page = ada.get("/tickets/2")
    assert "the platform's support</span>" in page
    assert "&lt;b&gt;Mended" in page
    assert "Closing reply: your part is missing" in page
    (closing,) = case.view(2).pending
    said = ada.post(f"/tickets/2/suggestions/{closing.id}/accept", 409, seen=ada.seen(2))
    assert "The marked line still stands in it" in said
    ada.post(
        f"/tickets/2/suggestions/{closing.id}/accept", seen=ada.seen(2), edited="1", text="It works again."
    )
    case.work()
    assert case.channel.delivered[-1].text == "It works again."
    assert case.state(2) == "solved"


def _api(api: FlaskClient, path: str, **more: Any) -> Any:
    return api.get(f"/api/v1/{path}", **more)


def test_by_the_api(case: Any, api: FlaskClient) -> None:
    body = _api(api, "tickets/2/dossier").json
    assert set(body) == set(description()["components"]["schemas"]["Dossier"]["properties"])
    text = _api(api, "tickets/2/dossier", headers={"Accept": "text/plain"})
    assert text.content_type == "text/plain; charset=utf-8"
    assert text.text == _api(api, "tickets/2/dossier?format=text").text
    assert _api(api, "tickets/2/dossier?format=pdf").status_code == 400
    assert _api(api, "tickets/1/dossier").status_code == 404
    assert _api(api, "tickets/99/dossier").status_code == 404
    assert api.post("/api/v1/tickets/2/escalate").status_code == 409
    assert api.post("/api/v1/tickets/2/support", json={"text": "x"}).status_code == 409
    suggestion = _suggestion(case, "escalate")
    wrong = api.post(f"/api/v1/suggestions/{suggestion.id}/accept", json={"note": "yes"})
    assert wrong.status_code == 400
    api.post(f"/api/v1/suggestions/{suggestion.id}/dismiss", json={"reason": "later"})
    assert api.post("/api/v1/tickets/2/escalate").status_code == 201
    again = _suggestion(case, "escalate")
    answer = api.post(f"/api/v1/suggestions/{again.id}/accept", json={"note": True})
    assert answer.status_code == 200
    case.work()
    ticket = _api(api, "tickets/2").json
    assert (ticket["state"], ticket["escalated_to"], ticket["escalation_ref"]) == (
        "escalated",
        "support@platform.test",
        "#2",
    )
    assert api.post("/api/v1/tickets/2/support", json={"text": "One more word."}).status_code == 202
