"""Merging tickets, taking them apart, splitting one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, insert, select

from bot.desk.accept import accept
from bot.desk.close import close, reopen
from bot.desk.details import fill
from bot.desk.incident_rows import add_member, members
from bot.desk.merge_tickets import merge_tickets, merged_here, unmerge
from bot.desk.merged import surviving
from bot.desk.reroute import reroute
from bot.desk.split_ticket import offers, split_ticket, splittable
from bot.desk.types import Actor, Delivery, DeliveryOutcome, DeskError, NotFound
from bot.desk.write import write
from bot.store.queries.ledger import ledger
from bot.store.queries.ticket_page import ticket_rows
from bot.store.schema.incident import incidents
from bot.store.schema.message import evidence, mail_traits, message_ids, messages
from knowledge.vocabulary import Action, Route, TicketState

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

ALICE, BOB = "Alice <alice@example.org>", "Bob <bob@example.org>"


@pytest.fixture
def two(bench: Bench, anna: Actor) -> list[str]:
    """Two tickets of Alice's, the second one answered; the Message-IDs of her mails and of the answer."""
    bench.mail("It bounced.", message_id="<a1@example.org>")
    bench.mail("Again, with the bounce.", subject="Still", message_id="<a2@example.org>")
    bench.work()
    write(bench.desk, 2, anna, "Which address?")
    bench.work()
    return ["<a1@example.org>", "<a2@example.org>", str(bench.channel.delivered[-1].message_id)]


def texts(bench: Bench, number: int) -> list[str]:
    return [item.text for item in bench.view(number).messages]


def stand_together(bench: Bench) -> bool:
    """Whatever belongs to a message stands on its ticket."""
    with bench.desk.store.read() as connection:
        return all(
            not connection.execute(
                select(func.count())
                .select_from(table.join(messages, messages.c.id == table.c.message))
                .where(table.c.ticket != messages.c.ticket)
            ).scalar_one()
            for table in (evidence, mail_traits)
        )


def test_one_of_two(bench: Bench, anna: Actor, two: list[str]) -> None:
    merge_tickets(bench.desk, 1, 2, anna)
    bench.work()
    assert texts(bench, 1) == ["It bounced.", "Again, with the bounce.", "Which address?"]
    assert texts(bench, 2) == []
    assert (bench.state(1), bench.state(2)) == ("triaged", "closed")
    assert [item.text for item in bench.thinker.heard[-1].messages] == [
        "It bounced.",
        "Again, with the bounce.",
    ]
    assert [item.text for item in bench.thinker.heard[-1].sent] == ["Which address?"]
    assert stand_together(bench)
    assert bench.view(2).pending == ()
    for number in (1, 2):
        assert "ticket_merged" in bench.trail(number)


@pytest.mark.parametrize(
    ("sender", "answers", "subject", "role"),
    [
        (ALICE, 2, "x", "requester"),  # by our Message-ID on the ticket that is gone
        (ALICE, 1, "x", "requester"),  # by hers
        (ALICE, None, "Re: Still [#2]", "requester"),
        (ALICE, None, "Re: Help [#1]", "requester"),
        (BOB, 2, "x", "other"),
    ],
)
def test_replies_to_either_land_on_the_one_that_goes_on(
    bench: Bench, anna: Actor, two: list[str], sender: str, answers: int | None, subject: str, role: str
) -> None:
    merge_tickets(bench.desk, 1, 2, anna)
    bench.mail("more", sender=sender, answers=two[answers] if answers else None, subject=subject)
    bench.work()
    last = bench.view(1).messages[-1]
    assert (last.text, last.role) == ("more", role)


def test_a_chain_of_merges_and_back(bench: Bench, anna: Actor, two: list[str]) -> None:
    bench.mail("A third time.", subject="Third", message_id="<a3@example.org>")
    bench.work()
    merge_tickets(bench.desk, 2, 3, anna)
    merge_tickets(bench.desk, 1, 2, anna)
    with bench.desk.store.read() as connection:
        assert (surviving(connection, 3), merged_here(connection, 1)) == (1, [2])
    assert len(texts(bench, 1)) == 4
    unmerge(bench.desk, 2, anna)
    assert texts(bench, 1) == ["It bounced."]
    assert texts(bench, 2) == ["Again, with the bounce.", "Which address?", "A third time."]
    unmerge(bench.desk, 3, anna)
    bench.work()
    assert (texts(bench, 2)[-1], texts(bench, 3)) == ("Which address?", ["A third time."])
    assert [bench.state(number) for number in (1, 2, 3)] == ["triaged"] * 3
    assert stand_together(bench)


def test_another_persons_words_are_kept_apart(bench: Bench, anna: Actor) -> None:
    bench.mail("It bounced.")
    bench.mail("Mine, too.", sender=BOB, message_id="<b1@example.org>")
    bench.work()
    merge_tickets(bench.desk, 1, 2, anna)
    bench.work()
    assert [item.role for item in bench.view(1).messages] == ["requester", "other"]
    assert [item.text for item in bench.thinker.heard[-1].messages] == ["It bounced.", "Mine, too."]
    write(bench.desk, 1, anna, "Which address?")
    bench.work()
    sent = bench.channel.delivered[-1]
    assert (sent.to, sent.in_reply_to) == ("alice@example.org", "<m1@example.org>")
    bench.mail("more", sender=BOB, answers="<b1@example.org>", subject="x")
    bench.work()
    assert (bench.state(1), bench.view(1).messages[-1].role) == ("waiting", "other")
    unmerge(bench.desk, 2, anna)
    assert [item.role for item in bench.view(2).messages] == ["requester"]


@pytest.mark.parametrize(
    ("first", "second", "becomes", "heard"),
    [
        (TicketState.SOLVED, None, "triaged", True),
        (None, TicketState.SOLVED, "triaged", True),
        (TicketState.SOLVED, TicketState.CLOSED, "solved", False),
    ],
)
def test_what_becomes_of_the_state(
    bench: Bench,
    anna: Actor,
    two: list[str],
    first: TicketState | None,
    second: TicketState | None,
    becomes: str,
    heard: bool,
) -> None:
    for number, state in ((1, first), (2, second)):
        if state is not None:
            close(bench.desk, number, anna, state)
    before = len(bench.thinker.heard)
    merge_tickets(bench.desk, 1, 2, anna)
    bench.work()
    assert (bench.state(1), len(bench.thinker.heard) > before) == (becomes, heard)


def test_what_cannot_be_merged(bench: Bench, anna: Actor, two: list[str]) -> None:
    for into, other, error, why in (
        (1, 1, DeskError, "itself"),
        (1, 9, NotFound, "no ticket 9"),
        (9, 1, NotFound, "no ticket 9"),
    ):
        with pytest.raises(error, match=why):
            merge_tickets(bench.desk, into, other, anna)
    with pytest.raises(DeskError, match="part of no other"):
        unmerge(bench.desk, 1, anna)
    close(bench.desk, 1, anna, TicketState.SET_ASIDE)
    with pytest.raises(DeskError, match="set aside"):
        merge_tickets(bench.desk, 2, 1, anna)


@pytest.mark.parametrize("outcome", [DeliveryOutcome.RETRY, DeliveryOutcome.UNKNOWN, DeliveryOutcome.FAILED])
def test_a_message_on_its_way_is_waited_for(bench: Bench, anna: Actor, outcome: DeliveryOutcome) -> None:
    bench.mail()
    bench.mail(subject="Two")
    bench.work()
    bench.channel.answer = Delivery(outcome)
    write(bench.desk, 2, anna, "Which address?")
    bench.work()
    with pytest.raises(DeskError, match="on its way"):
        merge_tickets(bench.desk, 1, 2, anna)


def test_a_case_that_is_with_the_support_goes_on(bench: Bench, anna: Actor) -> None:
    bench.mail()
    bench.work()
    bench.thinker.says(Action.ESCALATE, dossier="The case", reply=None)
    bench.mail(subject="Two", message_id="<two@example.org>")
    bench.work()
    accept(bench.desk, bench.view(2).pending[0].id, anna)
    bench.work()
    with pytest.raises(DeskError, match="the other way round"):
        merge_tickets(bench.desk, 1, 2, anna)
    merge_tickets(bench.desk, 2, 1, anna)
    bench.work()
    assert (bench.state(2), bench.view(2).line.attention) == ("escalated", True)
    escalation = bench.channel.delivered[-1].message_id
    bench.mail("Done.", sender="Sue <sue@platform.test>", answers=escalation)
    bench.work()
    assert bench.view(2).messages[-1].role == "support"


def test_nothing_is_done_on_a_ticket_that_is_gone(bench: Bench, anna: Actor, two: list[str]) -> None:
    merge_tickets(bench.desk, 1, 2, anna)
    for verb in (
        lambda: reopen(bench.desk, 2, anna),
        lambda: write(bench.desk, 2, anna, "Hello?"),
        lambda: reroute(bench.desk, 2, anna, Route.NEWSLETTER, None),
        lambda: fill(bench.desk, 2, anna, {"sender": "a@b.test"}),
        lambda: merge_tickets(bench.desk, 1, 2, anna),
        lambda: merge_tickets(bench.desk, 2, 1, anna),
    ):
        with pytest.raises(DeskError, match="part of ticket 1"):
            verb()


def test_a_merged_ticket_leaves_its_incident(bench: Bench, anna: Actor) -> None:
    for number in range(3):
        bench.mail(f"It bounced, {number}.", sender=f"p{number}@example.org")
    bench.mail("Mine.", sender=ALICE)
    bench.work()
    row = {"title": "Spam", "state": "open", "urgent": True, "lead": 1, "version": 0}
    with bench.desk.store.write() as connection:
        at = bench.desk.now()
        connection.execute(insert(incidents).values(id=1, opened_at=at, last_at=at, **row))
        for number in (1, 2, 3):
            add_member(connection, at, 1, number, "anna")
    merge_tickets(bench.desk, 4, 1, anna)
    with bench.desk.store.read() as connection:
        assert [member.number for member in members(connection, 1)] == [2, 3]
        assert connection.execute(select(incidents.c.lead)).scalar_one() == 2


def test_a_thought_that_comes_too_late_is_dropped(bench: Bench, anna: Actor) -> None:
    bench.mail()
    bench.work()
    bench.mail(subject="Two")
    bench.thinker.meanwhile = lambda: merge_tickets(bench.desk, 1, 2, anna)
    bench.work()
    assert (bench.state(2), bench.view(2).pending) == ("closed", ())
    assert bench.state(1) == "triaged"


def test_a_reply_about_another_matter_offers_a_split(bench: Bench, anna: Actor, two: list[str]) -> None:
    bench.mail("And spam.", subject="Spam since Monday", answers=two[2], message_id="<s1@example.org>")
    bench.mail("More of it.", subject="Re: Spam since Monday", answers="<s1@example.org>")
    bench.mail("It was bob@example.net", subject="Re: Still [#2]", answers=two[2])
    bench.work()
    assert len(texts(bench, 2)) == 5  # never split unasked
    with bench.desk.store.read() as connection:
        rows = ticket_rows(connection, 2)
    assert rows is not None
    (message,) = offers(rows.messages, rows.ticket.subject)
    new = split_ticket(bench.desk, 2, message, anna)
    bench.work()
    assert texts(bench, new) == ["And spam.", "More of it."]
    assert texts(bench, 2) == ["Again, with the bounce.", "Which address?", "It was bob@example.net"]
    line = bench.view(new).line
    assert (line.subject, line.requester, line.state) == ("Spam since Monday", "alice@example.org", "triaged")
    assert stand_together(bench)
    sums = ledger(bench.desk.store)
    assert (sums.seen, sums.tickets, sums.appended) == (5, 3, 2)
    assert bench.trail(new)[0] == "ticket_split"
    # what answers her split mail follows it, though it names our old answer, too
    bench.mail("Every day.", subject="Spam", answers=f"<s1@example.org> {two[2]}")
    bench.work()
    assert texts(bench, new)[-1] == "Every day."


def test_the_mail_that_opened_a_ticket_is_never_another_matter(
    bench: Bench, anna: Actor, two: list[str]
) -> None:
    merge_tickets(bench.desk, 2, 1, anna)
    with bench.desk.store.read() as connection:
        rows = ticket_rows(connection, 2)
    assert rows is not None
    own = next(row.id for row in rows.messages if row.text == "Again, with the bounce.")
    assert [row.text for row in splittable(rows.messages)] == ["It bounced."]
    assert offers(rows.messages, rows.ticket.subject) == frozenset()
    with pytest.raises(DeskError, match="came later"):
        split_ticket(bench.desk, 2, own, anna)


def test_what_cannot_be_split(bench: Bench, anna: Actor, two: list[str]) -> None:
    first, ours = (item.id for item in bench.view(2).messages)
    for message in (first, ours):
        with pytest.raises(DeskError, match="came later"):
            split_ticket(bench.desk, 2, message, anna)
    with pytest.raises(NotFound):
        split_ticket(bench.desk, 1, first, anna)


def test_both_message_ids_of_a_sent_mail_are_known(bench: Bench, anna: Actor) -> None:
    bench.mail()
    bench.work()
    bench.channel.answer = Delivery(DeliveryOutcome.SENT, ref="<0102@eu-west-1.amazonses.com>")
    write(bench.desk, 1, anna, "Which address?")
    bench.work()
    ours = bench.channel.delivered[-1].message_id or ""
    with bench.desk.store.read() as connection:
        known = connection.execute(select(message_ids.c.message_id).where(message_ids.c.ours)).scalars().all()
    assert sorted(known) == sorted([ours.strip("<>"), "0102@eu-west-1.amazonses.com"])
    bench.mail("more", answers="<0102@eu-west-1.amazonses.com>", meta={"verified": "no"})
    bench.work()
    assert bench.view().messages[-1].verified
