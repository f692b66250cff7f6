"""What a finding brings along: the command to paste, the points, the log's lines, the page as it was kept."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.vocabulary import Action, Route, Status, WhoCanFix
from triage.model import Finding


def test_the_data_of_a_finding_is_shown_and_the_page_is_a_download(bounced: Any, ada: Any) -> None:
    sha256 = bounced.desk.raw.put(b"<script>alert(1)</script>")
    other = bounced.desk.raw.put(b"of another ticket")
    score = {"sha256": sha256, "tests": ("BAYES_99 +3.5 (reads <b>like</b> spam)",), "score": 8.1}
    findings = (
        Finding("spf", "spf.fail", Status.FAIL, "SPF fails.", data={"command": "fwctl block '<1>'"}),
        Finding("spam_score", "spam_score.read", Status.NEUTRAL, "8.1 points.", data=score),
        Finding("trace", "trace.refused", Status.WARN, "Refused.", data={"lines": ("NOQUEUE: <reject>",)}),
    )
    bounced.thinker.says(Action.REPLY, findings=findings)
    bounced.mail("It came back.")
    bounced.work()
    page = ada.get("/tickets/1")
    for words in (
        "fwctl block &#39;&lt;1&gt;&#39;",
        "BAYES_99 +3.5 (reads &lt;b&gt;like&lt;/b&gt; spam)",
        "NOQUEUE: &lt;reject&gt;",
        f"/tickets/1/page/{sha256}",
        'href="/knowledge/fix-spf"',
    ):
        assert words in page
    kept = ada.client.get(f"/tickets/1/page/{sha256}")
    assert (kept.status_code, kept.data) == (200, b"<script>alert(1)</script>")
    assert kept.content_type == "application/octet-stream"
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert ada.client.get(f"/tickets/1/page/{other}").status_code == 404


@pytest.mark.parametrize(
    ("route", "shown", "hidden"),
    [
        (Route.NEWSLETTER, "Theirs to mend: nothing for the requester or for you.", "Publish an MX."),
        (Route.THIRD_PARTY_REJECT, "<strong>Theirs to mend:</strong> <bdi>Publish an MX.", "nothing for the"),
    ],
)
def test_a_strangers_domain_is_theirs_to_mend(
    bounced: Any, ada: Any, route: Route, shown: str, hidden: str
) -> None:
    finding = Finding(
        "mx",
        "mx.none",
        Status.FAIL,
        "No MX.",
        "Publish an MX.",
        WhoCanFix.SENDER,
        data={"domain": "list.test"},
    )
    bounced.thinker.says(Action.REPLY, route=route, problem=None, findings=(finding,))
    bounced.mail("Stop this.")
    bounced.work()
    page = ada.get("/tickets/1")
    assert "About <bdi>list.test</bdi>, neither the requester&#39;s nor ours" in page
    assert shown in page
    assert hidden not in page


def test_the_requesters_own_domain_is_said_to_be_theirs(bounced: Any, ada: Any) -> None:
    finding = Finding(
        "dmarc",
        "dmarc.none",
        Status.WARN,
        "No DMARC.",
        "Publish one.",
        WhoCanFix.SENDER,
        data={"domain": "example.org"},
    )
    bounced.thinker.says(Action.REPLY, findings=(finding,))
    bounced.mail("Mail in my name.", sender="alice@example.org")
    bounced.work()
    page = ada.get("/tickets/1")
    assert "About <bdi>example.org</bdi>, the requester&#39;s" in page
    assert "<strong>For the requester:</strong> <bdi>Publish one." in page
