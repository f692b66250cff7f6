"""Forged senders: a ticket for a person to look at, at the most. Nothing goes out, and no ticket moves.

`FORGED_MAILS=10000` tries as many; a few minutes.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from bot.desk.close import close
from bot.desk.record import change
from bot.desk.types import Actor
from bot.jobs.runner import drain
from bot.mail.channel import MailChannel, make
from bot.mail.lmtp import Envelope
from bot.store.queries.ledger import ledger
from bot.store.schema.message import messages
from bot.store.schema.sending import outgoing
from bot.store.schema.suggestion import suggestions
from bot.store.schema.ticket import tickets
from knowledge.vocabulary import Action, Autonomy, Route, TicketState
from tests.bot.mail.forgeries import DATE, Target, forgeries
from tests.stand_ins import InProcess
from triage.tools.protocols import Tools
from triage.tools.static_zones import StaticZones

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

HOW_MANY = int(os.environ.get("FORGED_MAILS", "150"))
TEAM = ("help@desk.test", "anna@desk.test")
SIGNED = "Authentication-Results: mx.desk.test; dmarc=pass header.from=customer.test\n"
MOVES = ("state", "route", "problem", "known", "assignee", "heard", "due_at", "may_auto_answer", "requester")


def channel_of(bench: Bench) -> MailChannel:
    """Everything on that could send by itself."""
    bench.set(autonomy=Autonomy.ANSWER, confirm_receipt=True)
    platform = replace(bench.desk.platform, mail_hosts=("*.desk.test",), networks=("192.0.2.0/24",))
    tools = Tools(StaticZones({}), bench.clock, bench.desk.tools.classifier)
    bench.desk = replace(bench.desk, sandbox=InProcess(), platform=platform, tools=tools)
    channel = make(bench.desk)
    assert channel is not None
    return channel


def tickets_in_every_state(bench: Bench, channel: MailChannel, anna: Actor) -> tuple[Target, ...]:
    """Tickets of proven requesters, as a desk has them after a day."""
    found = []
    bench.thinker.says(Action.HOLD)
    for number, state in enumerate(("triaged", "solved", "closed", "escalated"), 1):
        who, message_id = f"alice{number}@customer.test", f"<q{number}@customer.test>"
        received = f"Received: from mail.customer.test (x [198.51.100.7]) by mx.desk.test; {DATE}\n"
        text = f"{SIGNED}{received}From: {who}\nTo: help@desk.test\nSubject: Help\nMessage-ID: {message_id}\n"
        raw = f"{text}Date: {DATE}\n\nIt came back.\n".encode()
        channel.take(raw, Envelope(who, ("help@desk.test",), "lmtp"))
        drain(bench.desk, {"mail": channel})
        if state in ("solved", "closed"):
            close(bench.desk, number, anna, TicketState(state))
        with bench.desk.store.write() as connection:
            change(connection, bench.clock.at, number, state=state)
        found.append(Target(number, who, (message_id,)))
    return tuple(found)


def standing(bench: Bench, last: int) -> list[dict[str, Any]]:
    """What no stranger may change."""
    with bench.desk.store.read() as connection:
        rows = connection.execute(select(tickets).where(tickets.c.number <= last).order_by(tickets.c.number))
        found = [{name: getattr(row, name) for name in MOVES} for row in rows]
        for table in (outgoing, suggestions):
            many = connection.execute(select(func.count()).where(table.c.ticket <= last)).scalar_one()
            found.append({table.name: many})
    return found


@pytest.mark.parametrize("action", [Action.ASK, Action.REPLY])
def test_nothing_goes_out_and_nothing_moves(bench: Bench, anna: Actor, action: Action) -> None:
    """Even by a desk that would answer everything by itself."""
    channel = channel_of(bench)
    targets = tickets_in_every_state(bench, channel, anna)
    before = standing(bench, len(targets))
    assert {row["may_auto_answer"] for row in before if "state" in row} == {True}
    bench.thinker.says(action, route=Route.NEWSLETTER)
    for forged in forgeries(6, HOW_MANY, targets, TEAM):
        channel.take(forged.raw, Envelope(forged.envelope_from, (forged.envelope_to,), "lmtp"))
    drain(bench.desk, {"mail": channel})
    assert standing(bench, len(targets)) == before
    sums = ledger(bench.desk.store)
    assert (sums.seen, sums.in_work) == (HOW_MANY + len(targets), 0)
    assert sums.tickets > len(targets) < sums.appended
    assert sums.set_aside > 0
    with bench.desk.store.read() as connection:
        assert not connection.execute(select(outgoing.c.id).where(outgoing.c.ticket > len(targets))).first()
        unproven = select(func.count()).where(messages.c.ticket > len(targets), messages.c.verified)
        assert connection.execute(unproven).scalar_one() == 0
