"""Judging with another of the models that were learnt, by hand."""

from __future__ import annotations

from bot.desk.context import Desk
from bot.desk.record import record
from bot.desk.types import Actor, DeskError, NotFound
from triage.routing import versions


def use_model(desk: Desk, number: int, actor: Actor, *, instead_of: int) -> None:
    """From the next ticket on, `number` judges; 0 is what the examples make.

    `instead_of`: the one that the agent saw in use. Raises `NotFound`, `DeskError` for one that cannot be
    used, or where another one is in use by now.
    """
    data = desk.settings.data
    if number != versions.BUILT and versions.story(data, number) is None:
        raise NotFound(f"there is no model {number}")
    if why := versions.why_not(data, number):
        raise DeskError(why)
    in_use, _ = versions.which(data)
    if in_use != instead_of:
        raise DeskError("somebody has taken another model into use meanwhile: please look again")
    if number == in_use:
        return
    with desk.store.write() as connection:
        record(connection, desk.now(), actor, "model_used", data={"model": number, "instead_of": in_use})
        try:
            _point(desk, number)
        except OSError as error:
            raise DeskError(f"the choice could not be written down: {error.strerror}") from error


def _point(desk: Desk, number: int) -> None:
    """One that was in use before is gone back to: what came after it is not "before" it."""
    data = desk.settings.data
    row = versions.order(data)
    later = row[row.index(number) + 1 :] if number in row else None
    versions.use(data, number, later)
