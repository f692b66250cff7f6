"""Whose mail may be put on a ticket, and what may it change there? The mails are really read."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.desk.close import close
from bot.desk.receive import receive
from bot.desk.set_requester import set_requester
from bot.desk.think import load_case
from bot.desk.types import Actor, DeskError, Source
from bot.desk.write import write
from bot.mail.tokens import tagged
from bot.store.schema.message import message_ids
from bot.store.schema.ticket import participants, tickets
from knowledge.vocabulary import TicketState

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

ALICE, MALLORY = "Alice Baker <alice@example.org>", "Mallory <mallory@evil.test>"
BOB = "Bob <bob@example.org>"
FIRST = "<first@example.org>"
NUMBERS = count()


def mail(
    bench: Bench, sender: str, *fields: str, text: str = "It was bob@example.net.", to: str = ""
) -> None:
    """Take a mail in and work on it."""
    to, number = to or "help@desk.test", next(NUMBERS)
    head = [f"From: {sender}", f"To: {to}", f"Message-ID: <{number}@m.test>", *fields]
    raw = ("\r\n".join(head) + f"\r\n\r\n{text}\r\n").encode()
    receive(bench.desk, raw, Source("mail", f"conversation:{number}", None, (to,)))
    bench.work()


def token(bench: Bench, number: int) -> str:
    return tagged(bench.desk.secret_key, "help@desk.test", number)


@pytest.mark.parametrize(
    ("sender", "fields", "to_token", "role", "verified"),
    [
        # the requester, by what only a receiver of our mail knows
        (ALICE, ("In-Reply-To: {ours}",), None, "requester", True),
        (ALICE, (), 1, "requester", True),
        (ALICE, ("In-Reply-To: <other@relay.test>",), 1, "requester", True),
        # the requester's name, by what anybody could know: put there, marked
        (ALICE, ("In-Reply-To: <first@example.org>",), None, "requester", False),
        (ALICE, ("Subject: Re: Help [#1]",), None, "requester", False),
        # somebody who was passed our mail, or the address with its token
        (MALLORY, ("In-Reply-To: {ours}",), None, "other", True),
        (MALLORY, (), 1, "other", True),
        # a stranger's guesses: a ticket of their own
        (MALLORY, ("In-Reply-To: <first@example.org>", "References: <first@example.org>"), None, None, False),
        (MALLORY, ("Subject: Re: Help [#1]",), None, None, False),
        (MALLORY, ("In-Reply-To: <mt.1.1.0123456789abcdef0123@desk.test>",), None, None, False),
        (ALICE, ("In-Reply-To: <mt.1.1.0123456789abcdef0123@desk.test>",), None, None, False),
        (BOB, ("Subject: Re: Help [#1]",), None, None, False),
    ],
)
def test_who_gets_in(
    bench: Bench,
    answered: str,
    sender: str,
    fields: tuple[str, ...],
    to_token: int | None,
    role: str | None,
    verified: bool,
) -> None:
    to = token(bench, to_token) if to_token else ""
    mail(bench, sender, *(field.replace("{ours}", answered) for field in fields), to=to)
    added = bench.view().messages[2:]
    assert [(item.role, item.verified) for item in added] == ([] if role is None else [(role, verified)])
    moved = role == "requester" and verified
    assert bench.state() == ("triaged" if moved else "waiting")


def test_a_forged_token_opens_nothing(bench: Bench, answered: str) -> None:
    mail(bench, ALICE, to=token(bench, 1).replace("t1-", "t2-"))
    assert len(bench.view().messages) == 2


def test_the_token_of_another_ticket_leads_there_marked(bench: Bench, answered: str) -> None:
    mail(bench, BOB, text="Another matter.")
    mail(bench, BOB, to=token(bench, 1), text="Please close it.")
    assert [item.role for item in bench.view(1).messages] == ["requester", "desk", "other"]
    assert bench.state() == "waiting"
    assert bench.view().line.attention


def test_our_own_id_wins_over_a_token(bench: Bench, answered: str) -> None:
    mail(bench, BOB, text="Another matter.")
    mail(bench, ALICE, f"In-Reply-To: {answered}", to=token(bench, 2))
    assert len(bench.view(1).messages) == 3


def test_who_was_copied_in_takes_part_and_is_not_trusted(bench: Bench, answered: str, anna: Actor) -> None:
    mail(bench, ALICE, f"In-Reply-To: {answered}", "Cc: bob@example.org, help+x@desk.test, sue@platform.test")
    with bench.desk.store.read() as connection:
        known = connection.execute(select(participants.c.address, participants.c.how)).all()
    assert [tuple(row) for row in known] == [("bob@example.org", "copied")]
    close(bench.desk, 1, anna, TicketState.SOLVED)
    mail(bench, BOB, f"In-Reply-To: {FIRST}", "Subject: Re: Help", text="It is not solved.")
    mail(bench, BOB, "Subject: Re: Help [#1]", text="Hello?")
    view = bench.view()
    assert [item.role for item in view.messages[-2:]] == ["other", "other"]
    assert (view.line.state, view.line.attention) == ("solved", True)
    with bench.desk.store.read() as connection:
        row = connection.execute(select(tickets).where(tickets.c.number == 1)).one()
        assert all("solved" not in item.text for item in load_case(bench.desk, connection, row).messages)


def test_a_forged_copy_lets_nobody_in(bench: Bench, answered: str) -> None:
    mail(bench, ALICE, "Subject: Re: Help [#1]", "Cc: mallory@evil.test")
    mail(bench, MALLORY, "Subject: Re: Help [#1]")
    assert [item.author for item in bench.view().messages if item.role == "other"] == []


def test_the_id_that_a_relay_gave_our_mail_is_learnt(bench: Bench, answered: str) -> None:
    rewritten = "<0102018f@relay.test>"
    mail(bench, ALICE, f"In-Reply-To: {rewritten}", to=token(bench, 1))
    mail(bench, ALICE, f"In-Reply-To: {rewritten}", "Subject: x", text="And eve@example.net.")
    mail(bench, MALLORY, f"In-Reply-To: {rewritten}", "Subject: x")
    assert [item.role for item in bench.view().messages] == ["requester", "desk", "requester", "requester"]


def test_nobody_can_claim_the_id_of_another_ticket(bench: Bench, answered: str) -> None:
    mail(bench, BOB, text="Another matter.")
    theirs = bench.view(2).messages[0].message_id
    mail(bench, ALICE, f"In-Reply-To: {theirs}", to=token(bench, 1))
    with bench.desk.store.read() as connection:
        owner = select(message_ids.c.ticket).where(message_ids.c.message_id == str(theirs).strip("<>"))
        assert connection.execute(owner).scalars().all() == [2]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Thank you!\n\n-- \nAlice Baker\nExample Ltd, CEO\n", "solved"),
        (
            "Vielen Dank!\n\nAm 02.03.26 um 10:05 schrieb help@desk.test:\n> Welche Adresse war es?\n",
            "solved",
        ),
        ("Merci beaucoup !\n\nEnvoyé de mon iPhone\n", "solved"),
        ("Dziękuję, ale nadal nie działa poczta\n", "triaged"),
    ],
)
def test_thanks_do_not_open_a_ticket_again(
    bench: Bench, answered: str, anna: Actor, text: str, state: str
) -> None:
    close(bench.desk, 1, anna, TicketState.SOLVED)
    mail(bench, ALICE, f"In-Reply-To: {answered}", text=text.replace("\n", "\r\n"))
    assert bench.state() == state


FORWARD = """Yours?

---------- Forwarded message ---------
From: Dana Fox <dana@customer.test>
Date: Mon, Mar 2, 2026 at 9:00 AM
Subject: My mail bounced
To: <carol@desk.test>

My mail came back.
"""


def test_a_forward_is_answered_to_whom_an_agent_says(bench: Bench, answered: str, anna: Actor) -> None:
    mail(bench, "Carol <carol@desk.test>", "Subject: Fwd: My mail bounced", text=FORWARD)
    view = bench.view(2)
    assert (view.line.requester, view.pending[-1].to) == ("carol@desk.test", "carol@desk.test")
    set_requester(bench.desk, 2, anna, "Dana@customer.test")
    bench.work()
    view = bench.view(2)
    assert (view.line.requester, view.line.requester_name) == ("Dana@customer.test", "Dana Fox")
    assert view.pending[-1].to == "Dana@customer.test"
    with bench.desk.store.read() as connection:
        row = connection.execute(select(tickets).where(tickets.c.number == 2)).one()
        assert row.may_auto_answer is False
        assert [item.text for item in load_case(bench.desk, connection, row).messages] == ["Yours?"]
        found = connection.execute(select(participants.c.address, participants.c.how)).all()
    assert ("carol@desk.test", "forwarder") in [tuple(row) for row in found]
    write(bench.desk, 2, anna, "Which address was it?")
    bench.work()
    sent = bench.channel.delivered[-1]
    # the forwarder's mail is nothing that the requester has ever seen
    assert (sent.to, sent.in_reply_to, sent.references) == ("Dana@customer.test", None, ())
    mail(bench, "Dana Fox <dana@customer.test>", f"In-Reply-To: {sent.message_id}")
    assert bench.view(2).messages[-1].role == "requester"


def test_only_an_address_can_be_the_requester(bench: Bench, answered: str, anna: Actor) -> None:
    with pytest.raises(DeskError, match="no mail address"):
        set_requester(bench.desk, 1, anna, "dana")
