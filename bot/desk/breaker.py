"""Allowing automatic mail again, after the breaker has stopped it."""

from __future__ import annotations

from sqlalchemy import delete

from bot.desk.alerts import end_alert
from bot.desk.automatic import BREAKER
from bot.desk.context import Desk
from bot.desk.record import record
from bot.desk.types import Actor
from bot.store.schema.watch import flags


def close_breaker(desk: Desk, actor: Actor) -> None:
    """A person has looked: automatic mail may go out again. Nothing happens when it was not stopped."""
    with desk.store.write() as connection:
        if connection.execute(delete(flags).where(flags.c.name == BREAKER)).rowcount:
            end_alert(connection, BREAKER)
            record(connection, desk.now(), actor, "breaker_closed")
