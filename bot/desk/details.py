"""Details that somebody knows without the requester: filled in by hand, and thought about again."""

from __future__ import annotations

from collections.abc import Mapping

from bot.desk.context import Desk
from bot.desk.learn import keep_example
from bot.desk.merged import own_row
from bot.desk.record import change, record
from bot.desk.types import Actor, DeskError
from knowledge.vocabulary import Detail, TicketState

MAX_CHARACTERS = 2000


def fill(desk: Desk, number: int, actor: Actor, values: Mapping[str, str]) -> None:
    """Fill in details by name; an empty value takes one back. Raises `NotFound`, `DeskError`."""
    for name, value in values.items():
        if name not in set(Detail):
            raise DeskError(f"there is no detail {name!r}")
        if len(value) > MAX_CHARACTERS:
            raise DeskError(f"{name} is too long")
    now = desk.now()
    with desk.store.write() as connection:
        ticket = own_row(connection, number)
        known = {name: value.strip() for name, value in {**ticket.known, **values}.items() if value.strip()}
        change(connection, now, number, heard=True, state=TicketState.NEW, known=known)
        record(connection, now, actor, "filled_in", ticket=number, data={"details": ", ".join(values)})
        keep_example(desk, connection, number, actor, "filled_in", details=dict(values))
    desk.wake()
