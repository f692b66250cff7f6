"""What is wrong with the desk right now, in words, each with what to do about it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from bot.channels import Channel
from bot.desk.alerts import open_alerts
from bot.desk.automatic import BREAKER, breaker_open
from bot.desk.context import Desk
from bot.store.schema.sending import outgoing
from bot.store.writable import trouble


def issues(desk: Desk, channels: Mapping[str, Channel]) -> list[str]:
    """Empty when all is well: for `/readyz` and `mailtriage doctor`."""
    try:
        found = _of_the_desk(desk)
    except SQLAlchemyError:
        found = ["the database does not answer"]
    found += _of_storage(desk)
    for channel in channels.values():
        found += channel.issues()
    return found


def undecided(desk: Desk) -> int:
    """Messages that may or may not have arrived, and wait for a person to say so."""
    query = select(func.count()).select_from(outgoing).where(outgoing.c.state == "unknown")
    with desk.store.read() as connection:
        count: int = connection.execute(query).scalar_one()
    return count


def _of_storage(desk: Desk) -> list[str]:
    """What keeps mail from being taken in."""
    found = (trouble(desk.store), desk.raw.trouble())
    return [f"{why}. Mail that cannot be kept waits on the servers that bring it" for why in found if why]


def _of_the_desk(desk: Desk) -> list[str]:
    with desk.store.read() as connection:
        stopped = breaker_open(connection)
        found = [_small(alert.words) for alert in open_alerts(connection) if alert.name != BREAKER]
    if not stopped:
        return found
    return [
        *found,
        "automatic mail is stopped because too much of it went out in one hour: look at the last "
        "tickets for a loop, then run: mailtriage doctor --allow-automatic-mail",
    ]


def _small(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}".rstrip(".")
