"""Nothing that strangers write breaks a card, a modal or the Home tab, or is a mention or a link in it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.slack import modals
from bot.slack.cards import Card, CardSuggestion, blocks, fallback
from bot.slack.home import AgentHome, HomeList, HomeState, HomeTicket, agent_home, requester_home
from bot.slack.incident_card import IncidentCard, IncidentTicket, incident_blocks
from bot.slack.more import items, offered
from bot.slack.said import AUDIT_WORDS, DETAIL_WORDS, PROBLEM_WORDS, ROUTE_WORDS, STATE_WORDS
from bot.store.queries.incidents import IncidentLine
from knowledge.vocabulary import Detail, ProblemKind, Route, TicketState
from tests.bot.slack.limits import check_blocks, check_view
from tests.bot.slack.room import Room, make_room

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TRICKS = (
    "", " ", "\n\n", "<!channel>", "<!here|here>", "<@U01ALICE>", "<#C01|general>", "<!subteam^S1|desk>",
    "<https://evil.test|your bank>", "&lt;!channel&gt;", "*bold* _it_ ~no~ `code` >quote", ":ticket:",
    "\u202egnp.exe", "\u2066\u2067\u200b\ufeff", "\x00\x07\x1b[31m", "\ud800", "a" * 20_000, "<" * 9_000,
    "<!channel> " * 2_000, "👩‍👩‍👧‍👦" * 3_000, "ﷺ" * 5_000, "mailto:a@b.test", "http://[::1]/\\", "{{7*7}}",
)  # fmt: skip
URL = "https://desk.example.org/tickets/7"


def card(text: str) -> Card:
    return Card(
        number=7, subject=text, requester=text, state="triaged", route="real_issue", confidence=0.5,
        problem="delayed", urgent=True, verdict=text, findings=[("fail", text), ("temperror", text)] * 30,
        missing=[item.value for item in Detail], suggestion=CardSuggestion(9, "reply", text), log=[text] * 60,
        assignee=None, url=URL, incident=text, incident_url=URL, marks=[text] * 30, now=[text] * 30,
        buttons={"write": "Write"}, menu={name: item.LABEL for name, item in items().items()}, turn="1",
    )  # fmt: skip


def incident(text: str) -> IncidentCard:
    line = IncidentLine(3, text, "open", None, True, text, 1, AT, AT, text, AT, 1, 500, 400)
    ticket = IncidentTicket(1, text, text, "triaged", URL)
    return IncidentCard(line, [text] * 30, [ticket] * 500, 400, [text] * 60, URL, "1")


def home(text: str) -> list[dict[str, Any]]:
    tickets = [HomeTicket(number, text, text, URL) for number in range(10)]
    page, state = HomeList(tickets, True), HomeState(text, 3, 3, 3)
    whole = AgentHome(state, tickets, page, page, 4_000, page, URL, AT)
    empty = replace(
        whole, needs=[], mine=HomeList([]), queue=HomeList([]), found=HomeList([]), queue_url=None
    )
    return [
        agent_home(whole),
        agent_home(empty),
        requester_home(page, state, AT),
        requester_home(HomeList([]), state, AT),
    ]


def wrong(text: str) -> list[str]:
    """What Slack would refuse of all that is made with this text, or a mention in it."""
    found = check_blocks(blocks(card(text))) + check_blocks(incident_blocks(incident(text)))
    for view in [*home(text), modals.edit(7, 9, text), modals.dismiss(7, 9)]:
        found += check_view(view)
    return found + check_view(modals.answer_all(incident(text).line, "1.2.3"))


@pytest.mark.parametrize("text", TRICKS, ids=range(len(TRICKS)))
def test_tricks_fit_and_mean_nothing(text: str) -> None:
    assert wrong(text) == []


def test_naughty_strings_fit_and_mean_nothing(samples: Path) -> None:
    strings = json.loads((samples / "strings" / "blns.json").read_text(encoding="utf-8"))
    assert len(strings) >= 500
    assert {text: found for text in strings if (found := wrong(text))} == {}


def test_a_notification_holds_no_word_of_a_stranger() -> None:
    assert fallback(card("<!channel> secret")) == "URGENT: ticket 7: needs a decision"


@pytest.fixture
def room(bench: Bench) -> Iterator[Room]:
    with make_room(bench) as made:
        yield made


@pytest.mark.parametrize(
    "text", ["<!channel> <@U1> <https://evil.test|x>", "a" * 5_000, "\u202e\x07", "&amp;<b>"]
)
def test_cards_and_modals_of_a_real_ticket_fit(room: Room, text: str) -> None:
    """`make_room` fails the test for any payload that Slack would refuse."""
    room.bench.mail(f"{text} body", subject=f"{text[:200]} subject", sender='"<!channel>" <a@example.org>')
    room.work()
    for name in [*offered(room.bench.view().line, "menu"), "accept", "edit", "dismiss"]:
        if name in items():
            room.pick("UBOB", f"1:{name}") if items()[name].SUBMIT else None
        elif name != "accept":
            room.press("UBOB", {"action_id": name, "value": f"1:{room.bench.suggestion}"})
    room.event({"type": "app_home_opened", "user": "UBOB", "tab": "home"})
    assert len(room.slack.called("views.open")) == 7
    assert room.slack.called("views.publish")


def test_two_agents_accept_at_the_same_moment_and_one_answer_is_sent(room: Room) -> None:
    room.bench.mail()
    room.work()
    value, start = f"1:{room.bench.suggestion}", threading.Barrier(2)

    def accept(user: str) -> None:
        start.wait()
        room.press(user, {"action_id": "accept", "value": value})

    threads = [threading.Thread(target=accept, args=(user,)) for user in ("UBOB", "UCAROL")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    room.work()
    assert len(room.bench.channel.delivered) == 1
    told = room.whispers("UBOB") + room.whispers("UCAROL")
    assert len(told) == 1
    assert "was first" in told[0]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [(ROUTE_WORDS, Route), (PROBLEM_WORDS, ProblemKind), (DETAIL_WORDS, Detail), (STATE_WORDS, TicketState)],
)
def test_every_word_of_the_desk_is_said(words: Any, wanted: Any) -> None:
    assert set(words) == {item.value for item in wanted}
    assert all(text and len(text) <= 75 for text in [*words.values(), *AUDIT_WORDS.values()])
