"""The JSON keeps the shape that users rely on: every object there, what is not known `null`."""

from __future__ import annotations

import json

import pytest

from knowledge.vocabulary import Action, ProblemKind, Route, Status
from triage.contract import decision_json, evidence_json, explained_json, finding_json
from triage.model import (
    Decision,
    DeliveryReport,
    Evidence,
    ExplainedMessage,
    Finding,
    Hop,
    RecipientReport,
    Reply,
    SpamTest,
    SpamVerdict,
)

SHAPE: dict[str, set[str]] = {
    "message": {"subject", "from", "to", "date", "message_id", "return_path"},
    "spam": {"flag", "score", "required", "level", "tests", "scl", "allowlisted"},
    "authentication": {"spf", "dkim", "dkim_aligned", "dmarc", "arc", "sending_ip", "source"},
    "sender": {"from", "return_path", "suspicious", "why"},
    "list": {"is_bulk", "unsubscribe"},
}
RECIPIENT = {
    "address", "action", "status", "smtp_reply", "permanent", "reason", "rejected_by", "who_can_fix",
    "remote_mta", "diagnostic", "spam_score_url", "evidence",
}  # fmt: skip


@pytest.mark.parametrize("kind", ["message", "unreadable"])
def test_the_least_that_is_always_there(kind: str) -> None:
    line = evidence_json(Evidence(kind))
    assert set(line) == {"kind", "ndr", "hops", "nested", "problems", *SHAPE}
    for name, members in SHAPE.items():
        assert set(line[name]) == members
    assert line["ndr"] is None
    assert line["hops"] == line["nested"] == line["problems"] == line["spam"]["tests"] == []
    assert line["spam"]["score"] is line["authentication"]["spf"] is line["message"]["subject"] is None


def test_a_full_line() -> None:
    report = DeliveryReport("mx.a.test", recipients=(RecipientReport("b@c.test", "failed"),))
    inner = Evidence("ndr", ndr=report, hops=(Hop(by="x", delay_s=1.0),))
    spam = SpamVerdict(score=8.1, tests=(SpamTest("A_B", 1.0, "why"),))
    line = explained_json(ExplainedMessage("p", 2, Evidence("message", spam=spam, nested=(inner,))))
    assert list(line)[:3] == ["path", "index", "kind"]
    assert line["spam"]["tests"] == [{"name": "A_B", "score": 1.0, "meaning": "why"}]
    nested = line["nested"][0]
    assert set(nested["ndr"]) == {"reporting_mta", "original", "recipients"}
    assert set(nested["ndr"]["original"]) == {"subject", "from", "to", "date", "message_id"}
    assert set(nested["ndr"]["recipients"][0]) == RECIPIENT
    assert nested["ndr"]["recipients"][0]["reason"] == "unknown"
    assert set(nested["hops"][0]) == {"from", "by", "ip", "with", "at", "delay_s"}
    json.dumps(line)


def test_findings_and_decisions() -> None:
    finding = Finding("spf", "spf.fail", Status.FAIL, "no", data={"ips": ("192.0.2.1",)})
    assert finding_json(finding)["data"] == {"ips": ["192.0.2.1"]}
    decision = Decision(
        Route.REAL_ISSUE, 0.91234, True, ProblemKind.SPOOFED, "oss", ("why",), {"recipient": ("a@b.test",)},
        ("occurred_at",), (finding,), Action.ASK, Reply("s", "t"), (Evidence("message"),),
    )  # fmt: skip
    line = decision_json("p", decision)
    assert (line["route"], line["problem"], line["action"]) == ("real_issue", "spoofed", "ask")
    assert line["reply"] == {"subject": "s", "text": "t", "articles": []}
    assert line["details"] == {"recipient": ["a@b.test"]}
    json.dumps(line)
