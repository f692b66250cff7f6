"""An agent wants to know more, whatever triage would ask: the request stands ready to be looked at."""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk.context import Desk
from bot.desk.record import change, record, ticket_row
from bot.desk.retire import retire_pending
from bot.desk.suggest import Suggested, behind, keep_suggestion
from bot.desk.think import load_case
from bot.desk.types import Actor, DeskError, TooLate
from knowledge.vocabulary import Detail, ProblemKind, Route, SuggestionKind, TicketState
from triage.asking import request_for


def ask(desk: Desk, number: int, actor: Actor, details: Sequence[str]) -> int:
    """Suggest a request for these details, by name. Returns the suggestion's id.

    What was suggested before is superseded. Raises `NotFound`, `DeskError`, and `TooLate` when something
    came in while the request was written.
    """
    wanted = tuple(dict.fromkeys(name for name in Detail if name in set(details)))
    if not wanted or len(wanted) != len(set(details)):
        raise DeskError("choose at least one thing to ask for")
    with desk.store.read() as connection:
        before = ticket_row(connection, number)
        case = load_case(desk, connection, before)
    route = Route(before.decided_route or before.route) if before.decided_route or before.route else None
    known = before.decided_problem if before.decided_route else before.problem
    problem = ProblemKind(known) if known else None
    reply = request_for(case, desk.library, desk.tools, route, problem, wanted)
    now = desk.now()
    with desk.store.write() as connection:
        ticket = ticket_row(connection, number)
        if ticket.heard != before.heard:
            raise TooLate(ticket.requester_name or ticket.requester, "changed", None)
        retire_pending(connection, now, number, actor)
        data = {"asks": [name.value for name in wanted], **behind(reply)}
        kind = SuggestionKind.ASK
        draft = Suggested(0, number, kind, ticket.requester, reply.subject, reply.text, reply.articles, data)
        kept = keep_suggestion(desk, connection, ticket, draft)
        change(connection, now, number, state=TicketState.TRIAGED, snoozed_until=None)
        told = {"details": ", ".join(name.value for name in wanted)}
        record(connection, now, actor, "asks", ticket=number, suggestion=kept.id, data=told)
    desk.wake()
    return kept.id
