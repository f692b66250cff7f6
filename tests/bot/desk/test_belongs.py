"""Which ticket does a mail belong to, and what does it do there?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.desk.accept import accept
from bot.desk.close import close
from bot.desk.types import Actor
from bot.desk.write import write
from bot.store.queries.ledger import ledger
from knowledge.vocabulary import Action, TicketState

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

MALLORY = "Mallory <mallory@evil.test>"
ALICE = "Alice <alice@example.org>"


def _ours(bench: Bench, actor: Actor) -> str:
    """The Message-ID of an answer that ticket 1 got."""
    bench.mail(message_id="<first@example.org>")
    bench.work()
    write(bench.desk, 1, actor, "Which address was it?")
    bench.work()
    message_id = bench.channel.delivered[-1].message_id
    assert message_id is not None
    return message_id


@pytest.mark.parametrize(
    ("sender", "answers", "subject", "verified", "outcome"),
    [
        (ALICE, "OURS", "Re: Help", "no", "appended"),
        (MALLORY, "OURS", "Re: Help", "no", "appended"),  # she was copied in
        (ALICE, "<mt.1.1.00000000000000000000@desk.test>", "x", "no", "ticket"),  # a forged one of ours
        (ALICE, "<first@example.org>", "Re: Help", "no", "appended"),
        (MALLORY, "<first@example.org>", "Re: Help", "yes", "ticket"),
        (ALICE, None, "Re: Help [#1]", "yes", "appended"),
        (MALLORY, None, "Re: Help [#1]", "yes", "ticket"),
        (ALICE, None, "Help [#77]", "yes", "ticket"),
        (ALICE, None, "Help", "yes", "ticket"),
    ],
)
def test_threading(
    bench: Bench, anna: Actor, sender: str, answers: str | None, subject: str, verified: str, outcome: str
) -> None:
    ours = _ours(bench, anna)
    answers = ours if answers == "OURS" else answers
    bench.mail(sender=sender, answers=answers, subject=subject, meta={"verified": verified})
    bench.work()
    sums = ledger(bench.desk.store)
    assert (sums.tickets, sums.appended) == ((2, 0) if outcome == "ticket" else (1, 1))


@pytest.mark.parametrize(
    ("state", "sure", "sender", "text", "becomes", "attention"),
    [
        # by our own Message-ID, which only a receiver of our mail knows
        (TicketState.WAITING, True, ALICE, "It was bob@example.net", "triaged", False),
        (TicketState.SOLVED, True, ALICE, "It is back again", "triaged", False),
        (TicketState.SOLVED, True, ALICE, "Thank you, that worked!", "solved", False),
        (TicketState.CLOSED, True, ALICE, "Danke!", "closed", False),
        (TicketState.CLOSED, True, ALICE, "Thanks, but what about my other mail?", "triaged", False),
        (TicketState.WAITING, True, MALLORY, "I have the same", "waiting", True),
        # by what anybody could forge
        (TicketState.WAITING, False, ALICE, "Close this please", "waiting", True),
        (TicketState.SOLVED, False, ALICE, "It is back", "solved", True),
    ],
)
def test_what_is_added_moves_the_ticket_only_when_it_may(
    bench: Bench, anna: Actor, state: str, sure: bool, sender: str, text: str, becomes: str, attention: bool
) -> None:
    ours = _ours(bench, anna)
    if state != TicketState.WAITING:
        close(bench.desk, 1, anna, TicketState(state))
    answers = ours if sure else "<first@example.org>"
    bench.mail(text, sender=sender, answers=answers, meta={"verified": "no"})
    bench.work()
    line = bench.view().line
    assert (line.state, line.attention) == (becomes, attention)
    assert bench.view().messages[-1].verified == sure


def test_a_chat_thread_is_one_ticket(bench: Bench) -> None:
    for text in ("My mail bounced", "here is the bounce"):
        bench.mail(text, meta={"thread": "slack:C1:17.5"})
    bench.mail("another thing", meta={"thread": "slack:C1:18.5"})
    bench.work()
    sums = ledger(bench.desk.store)
    assert (sums.tickets, sums.appended) == (2, 1)


def test_the_answer_of_the_platforms_support_does_not_count_as_the_requesters(
    bench: Bench, anna: Actor
) -> None:
    bench.thinker.says(Action.ESCALATE, dossier="The case: …", reply=None)
    bench.mail()
    bench.work()
    accept(bench.desk, bench.suggestion, anna)
    bench.work()
    (sent,) = bench.channel.delivered
    assert (sent.to, sent.in_reply_to, sent.text) == ("support@platform.test", None, "The case: …")
    view = bench.view()
    assert (view.line.state, view.escalated_to, view.escalation_ref) == (
        "escalated",
        "support@platform.test",
        "#1",
    )

    bench.mail("We mended it.", sender="Sue <sue@platform.test>", answers=sent.message_id)
    bench.work()
    view = bench.view()
    assert (view.messages[-1].role, view.line.state, view.line.attention) == ("support", "triaged", True)
    assert len(bench.thinker.heard) == 1
