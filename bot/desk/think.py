"""Thinking: triage one ticket, and keep what came of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from bot.desk.asked import ask_no_more, requests_of
from bot.desk.automatic import goes_out_by_itself
from bot.desk.close import DONE
from bot.desk.confirm_receipt import confirm_receipt
from bot.desk.context import Desk
from bot.desk.enqueue import enqueue
from bot.desk.form_link import form_link
from bot.desk.gather import gather
from bot.desk.incident_rows import one_at_a_time
from bot.desk.messages import read_evidence
from bot.desk.outcome import keep_decision
from bot.desk.participants import FORWARDER
from bot.desk.record import record, ticket_row
from bot.desk.retire import retire_pending
from bot.desk.reword import reworded
from bot.desk.suggest import for_machine, suggest
from bot.desk.traits import with_seen
from bot.desk.types import SYSTEM
from bot.store.schema.message import evidence, messages
from bot.store.schema.sending import outgoing
from bot.store.schema.suggestion import suggestions
from bot.store.schema.ticket import participants, tickets
from knowledge.vocabulary import ProblemKind, Route, SuggestionState
from triage.incidents import causes_of, is_massive
from triage.model import Case, CaseMessage, Decision, SentWords


def think(desk: Desk, number: int) -> None:
    """Triage the ticket outside of any transaction; then decision, suggestion and what goes out, in one.

    When the ticket has heard something new meanwhile, the thought is dropped and the ticket stays due; when
    a person has closed it meanwhile, the thought is dropped.
    Raises `NotFound`.
    """
    with desk.store.read() as connection:
        ticket = ticket_row(connection, number)
        case = with_seen(connection, load_case(desk, connection, ticket), number)
    decision = reworded(desk, desk.triage(case, desk.library, desk.tools))
    causes = causes_of(case, decision)
    with desk.store.write() as connection:
        if causes:
            one_at_a_time(connection)  # before any ticket is locked, as every verb of incidents does it
        found = ticket_row(connection, number)
        ended = found.state in DONE and ticket.state not in DONE
        if ended or found.merged_into is not None:  # meanwhile: a person closed it, or another goes on for it
            rest = {"due_at": None, "lease_until": None}
            connection.execute(update(tickets).where(tickets.c.number == number).values(rest))
        elif found.heard == ticket.heard:
            _keep(desk, connection, number, decision)
            gather(desk, connection, number, causes, massive=is_massive(decision))
        else:
            again = {"due_at": desk.now(), "lease_until": None}
            connection.execute(update(tickets).where(tickets.c.number == number).values(again))
    desk.wake()


def load_case(desk: Desk, connection: Connection, ticket: Row[Any]) -> Case:
    """What triage is told of a ticket: all that the requester's side wrote, oldest first.

    Not what others add to it, unless a person has put it there by merging tickets, or by saying that they
    had passed it on for the requester.
    """
    passed_on = select(participants.c.address).where(
        participants.c.ticket == ticket.number, participants.c.how == FORWARDER
    )
    theirs = (messages.c.role == "requester") | (
        (messages.c.role == "other")
        & (messages.c.moved_from.is_not(None) | func.lower(messages.c.author).in_(passed_on))
    )
    query = (
        select(messages.c.text, messages.c.at, messages.c.withdrawn_at, evidence.c.data)
        .join(evidence, evidence.c.message == messages.c.id)
        .where(messages.c.ticket == ticket.number, messages.c.direction == "in", theirs)
        .order_by(messages.c.at, messages.c.id)
    )
    rows = connection.execute(query).all()
    rows = [row for row in rows if row.withdrawn_at is None] or rows
    return Case(
        messages=tuple(CaseMessage(read_evidence(row.data), row.text, row.at) for row in rows),
        platform=desk.platform,
        channel=ticket.channel,
        requester=ticket.requester,
        requester_name=ticket.requester_name,
        known=ticket.known,
        asked=ticket.asked,
        reference=f"#{ticket.number}",
        sent=_sent(connection, ticket.number),
        requests=requests_of(connection, ticket.number),
        ask_no_more=ask_no_more(connection, ticket.number),
        form_link=form_link(desk, ticket),
        route=Route(ticket.decided_route) if ticket.decided_route else None,
        problem=ProblemKind(ticket.decided_problem) if ticket.decided_problem else None,
    )


def _sent(connection: Connection, number: int) -> tuple[SentWords, ...]:
    """What has gone to the requester, oldest first; the last ones where there are many."""
    query = (
        select(outgoing.c.kind, outgoing.c.text, outgoing.c.sent_at)
        .where(outgoing.c.ticket == number, outgoing.c.state == "sent", outgoing.c.kind != "escalate")
        .order_by(outgoing.c.id.desc())
        .limit(10)
    )
    rows = connection.execute(query).all()
    return tuple(SentWords(row.kind, row.text, row.sent_at) for row in reversed(rows))


def _keep(desk: Desk, connection: Connection, number: int, decision: Decision) -> None:
    now = desk.now()
    retire_pending(connection, now, number)
    keep_decision(desk, connection, number, decision)
    data: dict[str, str | float] = {"route": decision.route, "action": decision.action}
    data["confidence"] = decision.confidence
    if decision.model is not None:
        data["model"] = decision.model
    record(connection, now, SYSTEM, "triaged", ticket=number, data=data)
    for suggestion in suggest(desk, connection, ticket_row(connection, number), decision):
        if goes_out_by_itself(desk, connection, ticket_row(connection, number), decision, suggestion.kind):
            final = for_machine(suggestion)
            accepted = {
                "text": final.text,
                "state": SuggestionState.ACCEPTED,
                "decided_by": SYSTEM.id,
                "decided_by_name": SYSTEM.name,
                "decided_at": now,
            }
            connection.execute(update(suggestions).where(suggestions.c.id == suggestion.id).values(accepted))
            enqueue(desk, connection, final, SYSTEM, automatic=True)
    confirm_receipt(desk, connection, ticket_row(connection, number), decision)
