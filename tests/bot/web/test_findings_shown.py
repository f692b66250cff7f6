"""What a finding brings along: the command to paste, the points, the log's lines, the page as it was kept."""

from __future__ import annotations

from typing import Any

from knowledge.vocabulary import Action, Status
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
