"""The ticket page: what it shows, and what its forms do."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.desk.types import Delivery, DeliveryOutcome, Incoming, StoredIntake
from bot.store.queries.ticket import TicketView, ticket
from bot.web.ticket_view import count_of
from knowledge.vocabulary import Action

SUGGESTED = "The address does not exist."


def _ticket(bench: Any, number: int = 1) -> TicketView:
    found = ticket(bench.desk.store, number)
    assert found is not None
    return found


@pytest.fixture
def open_ticket(bounced: Any, ada: Any) -> Any:
    bounced.mail("It came back.\n\n<b>Please</b> help", subject="Bounce <i>of mine</i>")
    bounced.work()
    return bounced


SHOWN = (
    "Bounce &lt;i&gt;of mine&lt;/i&gt;",
    "&lt;b&gt;Please&lt;/b&gt; help",
    "No such address: the mail to bob@example.com was not delivered",
    "Another provider",
    "mx.example.com",
    "550 5.1.1 &lt;bob@example.com&gt;: User unknown &lt;script&gt;",
    "12.7 min",
    "BAYES_99",
    "reads like spam",
    "softfail",
    "not aligned",
    "called spam",
    "Refused because of us",
    "the other side said no",
    "When exactly",
    "bob@example.com, eve@example.com",
    "2 of 3 need a look",
    "No answer",
    "For the sender:",
    "Publish one.",
    SUGGESTED,
    "mailtriage looked into it",
)


def test_it_shows(open_ticket: Any, ada: Any) -> None:
    page = ada.get("/tickets/1")
    assert [words for words in SHOWN if words not in page] == []


def test_a_stranger_writes_no_markup(open_ticket: Any, ada: Any, samples: Path) -> None:
    """A page full of tricks has the tags of a harmless one, and no deceiving character."""
    strings = json.loads((samples / "strings" / "blns.json").read_text("utf-8"))
    harmless = open_ticket.channel.read

    def read(intake: StoredIntake) -> Incoming:
        everything = "\n".join(strings)
        incoming: Incoming = harmless(intake)
        return replace(incoming, subject=everything, requester_name=everything, text=everything)

    open_ticket.channel.read = read
    open_ticket.mail("tricks", key="tricks")
    open_ticket.work()
    page = ada.get("/tickets/2")
    assert _tags(page) <= _tags(ada.get("/tickets/1")) | {"div class tabindex role aria-label"}
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", page)
    ada.get("/queue")


def _tags(page: str) -> set[str]:
    """Every tag with the names of its attributes."""
    opened = re.findall(r"<([a-zA-Z][^<>]*)>", re.sub(r'="[^"]*"', "", page))
    return {" ".join(tag.replace("/", " ").split()) for tag in opened}


def test_accept(open_ticket: Any, ada: Any) -> None:
    ada.post("/tickets/1/suggestions/1/accept", seen=ada.seen(1))
    open_ticket.work()
    sent = [(message.to, message.text) for message in open_ticket.channel.delivered]
    assert sent == [("alice@example.org", SUGGESTED)]
    page = ada.get("/tickets/1")
    assert "Solved" in page
    assert "Ada accepted the suggestion" in page


def test_edit(open_ticket: Any, ada: Any) -> None:
    words = "Dear Alice,\r\nit is gone."
    ada.post("/tickets/1/suggestions/1/accept", seen=ada.seen(1), edited="1", text=words)
    open_ticket.work()
    assert [sent.text for sent in open_ticket.channel.delivered] == ["Dear Alice,\nit is gone."]


def test_an_empty_edit_sends_nothing(open_ticket: Any, ada: Any) -> None:
    page = ada.post("/tickets/1/suggestions/1/accept", 409, seen=ada.seen(1), edited="1", text="  ")
    assert "The text is empty" in page
    open_ticket.work()
    assert open_ticket.channel.delivered == []


def test_dismiss(open_ticket: Any, ada: Any) -> None:
    ada.post("/tickets/1/suggestions/1/dismiss", reason="wrong verdict")
    open_ticket.work()
    assert _ticket(open_ticket).suggestions[0].reason == "wrong verdict"
    assert open_ticket.channel.delivered == []
    assert "Nothing is suggested any more" in ada.get("/tickets/1")


@pytest.mark.parametrize(
    ("verb", "word"),
    [("accept", "Ada has accepted this already"), ("dismiss", "Ada has dismissed this already")],
)
def test_the_second_is_told_who_was_first(
    open_ticket: Any, ada: Any, sign_in: Callable[[str], Any], verb: str, word: str
) -> None:
    ben, seen = sign_in("Ben"), ada.seen(1)
    ada.post(f"/tickets/1/suggestions/1/{verb}", seen=seen, reason="no")
    page = ben.post("/tickets/1/suggestions/1/accept", 409, seen=seen, edited="1", text="Ben's own words")
    assert word in page
    assert "Ben&#39;s own words" in page  # kept in the reply, to be used or thrown away
    ben.post("/tickets/1/suggestions/1/dismiss", 409, reason="no")
    open_ticket.work()
    assert len(open_ticket.channel.delivered) == (verb == "accept")


@pytest.mark.parametrize(
    ("path", "values"),
    [("suggestions/1/accept", {}), ("suggestions/1/accept", {"edited": "1"}), ("write", {})],
)
def test_a_newer_message_stops_what_was_written_before(
    open_ticket: Any, ada: Any, path: str, values: dict[str, str]
) -> None:
    seen = ada.seen(1)
    open_ticket.mail("It works now, thank you", answers="<m1@example.org>")
    open_ticket.work()
    page = ada.post(f"/tickets/1/{path}", 409, seen=seen, text="My long answer", **values)
    assert "A new message came in" in page
    assert "It works now" in page
    open_ticket.work()
    assert open_ticket.channel.delivered == []


@pytest.mark.parametrize(("then", "state"), [("", "waiting"), ("solved", "solved")])
def test_writing_takes_the_place_of_the_suggestion(open_ticket: Any, ada: Any, then: str, state: str) -> None:
    ada.post("/tickets/1/write", seen=ada.seen(1), text="My own words", then=then)
    open_ticket.work()
    assert [sent.text for sent in open_ticket.channel.delivered] == ["My own words"]
    view = _ticket(open_ticket)
    assert (view.line.state, view.suggestions[0].state) == (state, "superseded")


def test_undo(open_ticket: Any, ada: Any, app: Any) -> None:
    app.config["UNDO_SECONDS"] = 15
    ada.post("/tickets/1/suggestions/1/accept", seen=ada.seen(1))
    open_ticket.work()
    assert "Undo" in ada.get("/tickets/1")
    ada.post("/tickets/1/outgoing/1/undo")
    open_ticket.clock.pass_by(seconds=60)
    open_ticket.work()
    assert open_ticket.channel.delivered == []
    assert "Accept and send" in ada.get("/tickets/1")


def test_undo_is_over_once_it_has_gone(open_ticket: Any, ada: Any, app: Any) -> None:
    app.config["UNDO_SECONDS"] = 15
    ada.post("/tickets/1/suggestions/1/accept", seen=ada.seen(1))
    open_ticket.clock.pass_by(seconds=16)
    open_ticket.work()
    assert "Ada has sent this already" in ada.post("/tickets/1/outgoing/1/undo", 409)


@pytest.mark.parametrize(("answer", "times"), [("arrived", 1), ("again", 2)])
def test_a_message_of_which_nobody_knows(open_ticket: Any, ada: Any, answer: str, times: int) -> None:
    open_ticket.channel.answer = Delivery(DeliveryOutcome.UNKNOWN, "the connection broke")
    ada.post("/tickets/1/suggestions/1/accept", seen=ada.seen(1))
    open_ticket.work()
    assert "perhaps sent: please check" in ada.get("/tickets/1")
    open_ticket.channel.answer = Delivery(DeliveryOutcome.SENT)
    ada.post("/tickets/1/outgoing/1/settle", do=answer)
    open_ticket.work()
    assert len(open_ticket.channel.delivered) == times
    assert _ticket(open_ticket).outgoing[0].state == "sent"


def test_a_note_is_kept_and_not_sent(open_ticket: Any, ada: Any) -> None:
    ada.post("/tickets/1/note", text="Asked before, in spring")
    open_ticket.work()
    assert "Asked before, in spring" in ada.get("/tickets/1")
    assert open_ticket.channel.delivered == []


def test_taking_leaving_and_taking_over(open_ticket: Any, ada: Any, sign_in: Callable[[str], Any]) -> None:
    ben = sign_in("Ben")
    ada.post("/tickets/1/hold", do="take")
    assert "you have it" in ada.get("/tickets/1")
    assert "Ada has it" in ben.get("/tickets/1")
    assert "Ada" in ben.post("/tickets/1/hold", 409, do="take")
    ben.post("/tickets/1/hold", do="take", even_from="ada")
    assert _ticket(open_ticket).line.assignee == "ben"
    ben.post("/tickets/1/hold", do="leave")
    assert _ticket(open_ticket).line.assignee is None


@pytest.mark.parametrize(("do", "state"), [("solved", "solved"), ("closed", "closed")])
def test_finishing_and_opening_again(open_ticket: Any, ada: Any, do: str, state: str) -> None:
    ada.post("/tickets/1/finish", do=do)
    assert _ticket(open_ticket).line.state == state
    ada.post("/tickets/1/finish", do="reopen")
    open_ticket.work()
    assert _ticket(open_ticket).line.state == "triaged"


def test_saying_what_it_is(open_ticket: Any, ada: Any) -> None:
    ada.post("/tickets/1/reroute", route="newsletter", problem="")
    open_ticket.work()
    assert open_ticket.thinker.heard[-1].route == "newsletter"
    assert "Only a real issue has a problem" in ada.post(
        "/tickets/1/reroute", 409, route="newsletter", problem="delayed"
    )
    ada.post("/tickets/1/reroute", 400, route="no such route")


def test_filling_in_details(open_ticket: Any, ada: Any) -> None:
    ada.post("/tickets/1/fill", occurred_at="2 March 2026, 9:15 CET", unknown="x")
    open_ticket.work()
    assert open_ticket.thinker.heard[-1].known == {"occurred_at": "2 March 2026, 9:15 CET"}
    assert "2 March 2026, 9:15 CET" in ada.get("/tickets/1")


def test_the_original_is_a_download(open_ticket: Any, ada: Any) -> None:
    sha256 = _ticket(open_ticket).messages[0].sha256
    answer = ada.client.get(f"/tickets/1/original/{sha256}")
    assert answer.data.startswith(b"From: Alice")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    ada.get(f"/tickets/1/original/{'0' * 64}", 404)
    ada.get("/tickets/1/original/..%2f..%2fsecret-key", 404)


def test_pulse_says_when_something_changed(open_ticket: Any, ada: Any) -> None:
    marks = [ada.client.get("/tickets/1/pulse").json]
    ada.post("/tickets/1/note", text="Hm")
    marks.append(ada.client.get("/tickets/1/pulse").json)
    assert marks[0] != marks[1]


@pytest.mark.parametrize("path", ["/tickets/99", "/tickets/x", "/knowledge/none", "/nowhere"])
def test_what_is_not_there(ada: Any, path: str) -> None:
    assert "Not here" in ada.get(path, 404)


def test_several_suggestions_at_once(open_ticket: Any, ada: Any) -> None:
    open_ticket.thinker.says(Action.ESCALATE, urgent=True, dossier="The whole case")
    open_ticket.mail("They took my account", key="second")
    open_ticket.work()
    page = ada.get("/tickets/2")
    assert "Accept and hand over" in page
    assert "The whole case" in page
    assert page.count('data-key="a"') == 1


def test_a_case_that_an_agent_took_over_stays_in_sight(open_ticket: Any, ada: Any) -> None:
    open_ticket.set_platform(escalation="")
    open_ticket.thinker.says(Action.ESCALATE, dossier="The whole case")
    open_ticket.mail("They took my account", key="second")
    open_ticket.work()
    page = ada.get("/tickets/2")
    assert "To one of you: whoever accepts it has the case" in page
    assert "Take the case over" in page
    (case,) = (one for one in _ticket(open_ticket, 2).suggestions if one.kind == "escalate")
    assert case.to == ""
    ada.post(f"/tickets/2/suggestions/{case.id}/accept", seen=ada.seen(2))
    open_ticket.work()
    assert open_ticket.state(2) == "escalated"
    assert "The whole case" in ada.get("/tickets/2")


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        (["pass", "neutral", "skipped", "skipped"], "2 done, nothing wrong"),
        (["fail", "pass", "skipped"], "1 of 2 needs a look"),
        (["skipped", "skipped"], "none could be made"),
    ],
)
def test_what_was_skipped_is_not_called_done(statuses: list[str], said: str) -> None:
    findings = tuple(SimpleNamespace(status=status) for status in statuses)
    assert count_of(findings) == said  # type: ignore[arg-type]
