"""A person says what the ticket is: that stands, and triage goes on from there."""

from __future__ import annotations

from bot.desk.context import Desk
from bot.desk.learn import keep_example
from bot.desk.merged import own_row
from bot.desk.record import change, record
from bot.desk.types import Actor, DeskError
from knowledge.vocabulary import ProblemKind, Route, TicketState


def reroute(desk: Desk, number: int, actor: Actor, route: Route, problem: ProblemKind | None) -> None:
    """Decide route and problem by hand. Raises `NotFound`, `DeskError`."""
    if problem is not None and route != Route.REAL_ISSUE:
        raise DeskError("only a real issue has a problem")
    now = desk.now()
    with desk.store.write() as connection:
        own_row(connection, number)
        change(
            connection,
            now,
            number,
            heard=True,
            state=TicketState.NEW,
            decided_route=route,
            decided_problem=problem,
        )
        data = {"route": str(route), "problem": problem and str(problem)}
        record(connection, now, actor, "rerouted", ticket=number, data=data)
        keep_example(desk, connection, number, actor, "rerouted")
    desk.wake()
