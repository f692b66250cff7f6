"""The ledger in the console: what is stuck or could not be read, and what an agent can do about it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.store.queries.ledger import ledger
from bot.web.pages import ledger as page_of_the_ledger


@pytest.fixture
def stuck(bench: Any) -> Any:
    """One mail that could not be read at first, and waits for its next attempt."""
    bench.channel.read_error = ValueError("too deep <b>")
    bench.mail()
    bench.work()
    return bench


def test_what_is_in_work_says_what_happened(stuck: Any, ada: Any) -> None:
    page = ada.get("/ledger?outcome=in_work")
    assert "Tried 1 time" in page
    assert "too deep &lt;b&gt;" in page


def test_one_bad_mail_holds_up_no_other(stuck: Any, ada: Any) -> None:
    stuck.channel.read_error = None
    stuck.mail("Another one")
    stuck.work()
    counts = ledger(stuck.desk.store)
    assert (counts.tickets, counts.in_work) == (1, 1)


def test_what_is_in_work_can_be_put_aside_and_read_again(stuck: Any, ada: Any) -> None:
    ada.post("/ledger/1/aside")
    page = ada.get("/ledger?outcome=quarantined")
    assert "put aside by Ada; before that: ValueError: too deep &lt;b&gt;" in page
    stuck.channel.read_error = None
    stuck.clock.pass_by(hours=1)
    stuck.work()
    assert ledger(stuck.desk.store).quarantined == 1
    ada.post("/ledger/1/aside")
    assert "no longer in work: quarantined" in ada.get("/ledger")
    ada.post("/ledger/1/retry")
    stuck.work()
    assert (ledger(stuck.desk.store).tickets, ledger(stuck.desk.store).quarantined) == (1, 0)
    ada.post("/ledger/99/aside", 404)


def test_the_mail_itself_is_a_download(stuck: Any, ada: Any, app: Any) -> None:
    answer = ada.client.get("/ledger/1/original")
    assert answer.data.startswith(b"From: Alice")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="intake-1.eml"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    ada.get("/ledger/99/original", 404)
    assert app.test_client().get("/ledger/1/original").status_code == 302


def test_older_rows_are_a_page_further(bench: Any, ada: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_of_the_ledger, "SHOWN", 2)
    for _ in range(3):
        bench.mail()
    bench.work()
    assert "/ledger?before=2" in ada.get("/ledger")
    older = ada.get("/ledger?before=2")
    assert "#1</a>" in older
    assert "#2</a>" not in older
    assert "Older ones" not in older
    ada.get("/ledger?before=99999999999999999999")
