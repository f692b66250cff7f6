"""What is wrong with the desk right now, in words, each with what to do about it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from bot.channels import Channel
from bot.desk.automatic import breaker_open
from bot.desk.context import Desk
from bot.store.schema import outgoing


def issues(desk: Desk, channels: Mapping[str, Channel]) -> list[str]:
    """Empty when all is well: for `/readyz` and `mailtriage doctor`."""
    try:
        found = _of_the_desk(desk)
    except SQLAlchemyError as error:
        found = [f"the database does not answer: {type(error).__name__}"]
    for channel in channels.values():
        found += channel.issues()
    return found


def _of_the_desk(desk: Desk) -> list[str]:
    found: list[str] = []
    with desk.store.read() as connection:
        if breaker_open(connection):
            found.append(
                "automatic mail is stopped because too much of it went out in one hour: look at the last "
                "tickets for a loop, then run: mailtriage doctor --allow-automatic-mail"
            )
        stuck = connection.execute(
            select(func.count()).select_from(outgoing).where(outgoing.c.state == "unknown")
        ).scalar_one()
    if stuck:
        found.append(f"{stuck} message(s) may or may not have arrived: say which on their ticket")
    return found
