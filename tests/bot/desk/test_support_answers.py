"""The platform's support answers, asks, or says that it has received a case."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.desk.accept import accept
from bot.desk.types import Actor, DeskError
from bot.desk.write_support import write_support
from knowledge.vocabulary import Autonomy
from tests.bot.desk.handing_over import SUE, case_id, ready, row

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

ALICE = "Alice <alice@example.org>"


def test_an_answer_becomes_a_closing_reply(handed_over: Bench, anna: Actor) -> None:
    handed_over.mail("We took it off [[the list]].\nhttps://x.test", sender=SUE, answers=case_id(handed_over))
    handed_over.work()
    view = handed_over.view()
    said = view.messages[-1]
    assert (said.role, said.verified, view.line.state, view.line.attention) == (
        "support",
        True,
        "triaged",
        True,
    )
    (closing,) = view.pending
    assert (closing.kind, closing.to) == ("reply", "alice@example.org")
    assert closing.text.startswith("Guten Tag")
    assert "> We took it off [ [the list] ]." in closing.text
    assert "hxxps://x.test" in closing.text
    assert len(handed_over.thinker.heard) == 1

    with pytest.raises(DeskError, match="marked line"):
        accept(handed_over.desk, closing.id, anna)
    assert [item.id for item in handed_over.view().pending] == [closing.id]
    accept(handed_over.desk, closing.id, anna, "Good news: it is off the list.")
    handed_over.work()
    answer = handed_over.channel.delivered[-1]
    assert (answer.to, answer.in_reply_to) == ("alice@example.org", "<first@example.org>")
    assert handed_over.state() == "solved"


@pytest.mark.parametrize(
    ("sender", "answers", "subject", "proven", "role", "verified", "state"),
    [
        (SUE, True, "Re: Delayed", "", "support", True, "triaged"),
        (SUE, True, "Re: Delayed", "no", "support", False, "escalated"),
        ("desk@mail.platform.test", True, "x", "", "support", True, "triaged"),
        ("bot@tickets.test", True, "Re: Delayed", "", "support", False, "escalated"),
        (SUE, False, "Re: Delayed [#1]", "yes", "support", True, "triaged"),
        (SUE, False, "Re: Delayed [#1]", "", "support", False, "escalated"),
        (ALICE, True, "Re: Delayed", "", "requester", True, "escalated"),
    ],
)
def test_whose_answer_counts(
    handed_over: Bench,
    sender: str,
    answers: bool,
    subject: str,
    proven: str,
    role: str,
    verified: bool,
    state: str,
) -> None:
    handed_over.mail(
        "It is mended.",
        sender=sender,
        subject=subject,
        answers=case_id(handed_over) if answers else None,
        meta={"support": proven},
    )
    handed_over.work()
    said = handed_over.view().messages[-1]
    assert (said.role, said.verified, handed_over.state()) == (role, verified, state)
    assert handed_over.view().line.attention
    assert len(handed_over.channel.delivered) == 1


def test_a_stranger_with_our_number_opens_a_ticket_of_their_own(handed_over: Bench) -> None:
    handed_over.mail("Mended!", sender="m@evil.test", subject="Re: Delayed [#1]", meta={"support": "yes"})
    handed_over.work()
    assert handed_over.view(2).line.requester == "m@evil.test"
    assert handed_over.state() == "escalated"


@pytest.mark.parametrize(
    ("text", "subject", "more"),
    [
        ("Thank you.", "[Ticket ID: ABC-1234] Delayed [#1]", "Auto-Submitted: auto-replied\r\n"),
        ("We have received your request. Your ticket number is ABC-1234.", "Re: Delayed [#1]", ""),
        ("I am away.", "Re: Delayed", "Auto-Submitted: auto-replied\r\nX-Ticket-ID: ABC-1234\r\n"),
    ],
)
def test_a_receipt_teaches_their_number_and_moves_nothing(
    handed_over: Bench, text: str, subject: str, more: str
) -> None:
    handed_over.mail(text, sender=SUE, subject=subject, answers=case_id(handed_over), more=more)
    handed_over.work()
    assert row(handed_over, "state", "support_ref") == ("escalated", "ABC-1234")
    assert handed_over.view().pending[-1].kind == "reply"  # only the note that was there before
    assert "support_received" in handed_over.trail()
    assert len(handed_over.channel.delivered) == 1
    # the answer may come under their number alone
    handed_over.mail("It is mended.", sender=SUE, subject="Ticket ABC-1234 updated", meta={"support": "yes"})
    handed_over.work()
    assert handed_over.state() == "triaged"


def test_what_comes_for_no_case_of_ours_gets_no_automatic_mail(bench: Bench) -> None:
    bench.set(autonomy=Autonomy.ANSWER)
    bench.mail("Our newsletter", sender=SUE, subject="News")
    bench.work()
    assert bench.channel.delivered == []
    assert "held_back" in bench.trail()


def test_a_question_of_theirs_is_answered_in_their_thread(handed_over: Bench, anna: Actor) -> None:
    handed_over.mail("Which user?", sender=SUE, answers=case_id(handed_over), message_id="<q@platform.test>")
    handed_over.work()
    write_support(handed_over.desk, 1, anna, "Alice.")
    handed_over.work()
    sent = handed_over.channel.delivered[-1]
    assert (sent.to, sent.in_reply_to, sent.text) == ("support@platform.test", "<q@platform.test>", "Alice.")
    assert row(handed_over, "state", "remind_at") == (
        "escalated", handed_over.clock.at + timedelta(hours=48),
    )  # fmt: skip
    assert handed_over.view().pending == ()


def test_nobody_outside_to_write_to(bench: Bench, anna: Actor) -> None:
    ready(bench)
    with pytest.raises(DeskError, match="nobody outside"):
        write_support(bench.desk, 1, anna, "Hello?")
