"""Filing: one stored intake becomes a ticket, a part of one, a duplicate, or is set aside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.exc import IntegrityError

from bot.channels import Channel
from bot.desk.answered_by_hand import answered_by_hand
from bot.desk.append import append
from bot.desk.belongs import find_ticket
from bot.desk.context import Desk
from bot.desk.open_ticket import open_ticket
from bot.desk.record import record
from bot.desk.revise import revise
from bot.desk.self_test import note_arrival
from bot.desk.support import is_support
from bot.desk.threads import find_by_thread, know_thread, one_thread_at_a_time
from bot.desk.types import SYSTEM, ChannelOff, Incoming, NotFound, Source, StoredIntake
from bot.desk.undelivered import note_report
from bot.store.schema.ledger import fingerprints, intake


def file_intake(desk: Desk, channels: Mapping[str, Channel], intake_id: int) -> None:
    """Read one intake and file it, in one transaction. Nothing happens when it has been filed already.

    Raises `NotFound`, `ChannelOff`, and whatever the channel's reader raises: the worker counts those.
    """
    stored = load_intake(desk, intake_id)
    if stored is None:
        return
    channel = channels.get(stored.source.channel)
    if channel is None:
        raise ChannelOff(stored.source.channel)
    incoming = channel.read(stored)
    with desk.store.write() as connection:
        row = connection.execute(select(intake).where(intake.c.id == intake_id).with_for_update()).one()
        if row.outcome is None:
            _file(desk, connection, row, stored, incoming)
    desk.wake()


def load_intake(desk: Desk, intake_id: int) -> StoredIntake | None:
    """The intake with its bytes; `None` when it is no longer in work. Raises `NotFound`, `LookupError`."""
    with desk.store.read() as connection:
        row = connection.execute(select(intake).where(intake.c.id == intake_id)).one_or_none()
    if row is None:
        raise NotFound(f"there is no intake {intake_id}")
    if row.outcome is not None:
        return None
    source = Source(row.channel, row.key, row.envelope_from, tuple(row.envelope_to), row.meta)
    return StoredIntake(row.id, source, row.sha256, desk.raw.get(row.sha256), row.received_at)


def _file(
    desk: Desk, connection: Connection, row: Row[Any], stored: StoredIntake, incoming: Incoming
) -> None:
    now = desk.now()
    if incoming.thread is not None:
        one_thread_at_a_time(connection)
    first = _first_of(connection, row.id, incoming.fingerprint)
    if incoming.revision is not None and _is_revised(desk, connection, first, stored, incoming):
        return
    if first is not None:
        finish(connection, now, row.id, "duplicate", first.ticket, f"the same message as intake {first.id}")
        return
    if incoming.set_aside is not None and not _may_be_supports(desk, incoming):
        if incoming.self_test is not None:
            note_arrival(connection, now, incoming.self_test, incoming.signed)
        unfit = note_report(desk, connection, stored, incoming)
        finish(connection, now, row.id, "set_aside", None, unfit or incoming.set_aside)
        return
    belongs = find_by_thread(connection, incoming) or find_ticket(
        connection, incoming, desk.platform, desk.secret_key
    )
    if belongs is None and incoming.set_aside is not None:
        finish(connection, now, row.id, "set_aside", None, incoming.set_aside)
    elif belongs is None:
        number = open_ticket(desk, connection, stored, incoming)
        know_thread(connection, number, incoming.thread)
        finish(connection, now, row.id, "ticket", number)
    else:
        if belongs.role == "other" and incoming.by_agent is not None:
            answered_by_hand(desk, connection, stored, incoming, belongs.ticket, incoming.by_agent)
        else:
            append(desk, connection, stored, incoming, belongs)
        know_thread(connection, belongs.ticket, incoming.thread)
        finish(connection, now, row.id, "appended", belongs.ticket)


def _is_revised(
    desk: Desk, connection: Connection, first: Any, stored: StoredIntake, incoming: Incoming
) -> bool:
    """Whether nothing is left to do. What was edited before it came in is filed like any other message."""
    revision = incoming.revision
    assert revision is not None
    if first is None and not revision.withdrawn:
        return False
    number = revise(desk, connection, first.id, stored, incoming, revision) if first is not None else None
    outcome, why = ("appended", None) if number is not None else ("set_aside", "its author took it back")
    finish(connection, desk.now(), stored.intake_id, outcome, number, why)
    return True


def _may_be_supports(desk: Desk, incoming: Incoming) -> bool:
    """Word of the platform's support: its machines' receipts belong to the ticket that they are about."""
    if incoming.reports_on is not None or incoming.evidence.kind not in ("message", "auto_reply"):
        return False
    return is_support(incoming.requester, desk.platform)


def _first_of(connection: Connection, intake_id: int, fingerprint: str | None) -> Any:
    """The intake (`id`, `ticket`) that brought this very message before, by whatever way."""
    if fingerprint is None:
        return None
    try:
        with connection.begin_nested():
            connection.execute(fingerprints.insert().values(fingerprint=fingerprint, intake=intake_id))
    except IntegrityError:
        query = (
            select(intake.c.id, intake.c.ticket)
            .join(fingerprints, fingerprints.c.intake == intake.c.id)
            .where(fingerprints.c.fingerprint == fingerprint, intake.c.id != intake_id)
        )
        return connection.execute(query).one_or_none()
    return None


def finish(
    connection: Connection,
    at: datetime,
    intake_id: int,
    outcome: str,
    ticket: int | None,
    reason: str | None = None,
) -> None:
    """Write a ledger row's outcome: no work is left on it."""
    values = {"outcome": outcome, "ticket": ticket, "reason": reason, "due_at": None, "lease_until": None}
    connection.execute(update(intake).where(intake.c.id == intake_id).values(values))
    record(connection, at, SYSTEM, outcome, intake=intake_id, ticket=ticket, data={"reason": reason})
