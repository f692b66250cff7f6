"""An incident is over: what comes later with the same cause is another one."""

from __future__ import annotations

from bot.desk.context import Desk
from bot.desk.incident_rows import incident_row, let_go, members, one_at_a_time, touch
from bot.desk.record import change, record
from bot.desk.types import Actor


def close_incident(desk: Desk, incident: int, actor: Actor) -> None:
    """Its tickets stay as they are. Raises `NotFound`, and `DeskError` when it is over already."""
    now = desk.now()
    with desk.store.write() as connection:
        one_at_a_time(connection)
        incident_row(connection, incident)
        let_go(connection, incident)
        touch(connection, incident, state="closed")
        for member in members(connection, incident):
            change(connection, now, member.number)
        record(connection, now, actor, "incident_closed", incident=incident)
    desk.wake()
