"""Sending: one delivery attempt of one outgoing message, marked before it is handed over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Row, update

from bot.channels import Channel
from bot.desk.context import Desk
from bot.desk.delivered import keep_delivery
from bot.desk.messages import know_id
from bot.desk.record import outgoing_row
from bot.desk.types import ChannelOff, Delivery, DeliveryOutcome, Outgoing, OutgoingFile
from bot.store.schema.sending import outgoing

log = structlog.get_logger()


def send(desk: Desk, channels: Mapping[str, Channel], outgoing_id: int) -> None:
    """Deliver once, when it is due. What was being handed over when its worker died is `unknown`.

    Nothing happens when it is not due, or another worker has it. Raises `NotFound`, and `ChannelOff`
    before anything was tried.
    """
    row = _take(desk, channels, outgoing_id)
    if row is None:
        return
    if row.state == "sending":
        delivery = Delivery(DeliveryOutcome.UNKNOWN, "the service stopped while this was being handed over")
    else:
        delivery = _deliver(channels[row.channel], _as_outgoing(row))
    keep_delivery(desk, outgoing_id, delivery)
    desk.wake()


def _take(desk: Desk, channels: Mapping[str, Channel], outgoing_id: int) -> Row[Any] | None:
    """The row as it stood before; from here on it is `sending`, under a lease. `None`: not ours to send."""
    now = desk.now()
    with desk.store.write() as connection:
        row = outgoing_row(connection, outgoing_id)
        if not _is_due(row, now):
            return None
        if row.channel not in channels:
            raise ChannelOff(row.channel)
        if row.state == "due":
            know_id(connection, row.ticket, row.message_id, outgoing=outgoing_id)
        values = {"state": "sending", "lease_until": now + desk.lease, "attempts": row.attempts + 1}
        connection.execute(update(outgoing).where(outgoing.c.id == outgoing_id).values(values))
    return row


def _is_due(row: Row[Any], now: datetime) -> bool:
    if row.state == "sending":
        return bool(row.lease_until <= now)
    return bool(row.state == "due" and row.due_at <= now)


def _deliver(channel: Channel, message: Outgoing) -> Delivery:
    try:
        return channel.deliver(message)
    except Exception as error:
        # A bug: it may have struck before or after the other side took the message.
        log.exception("delivery raised", outgoing=message.id, channel=channel.name)
        return Delivery(DeliveryOutcome.UNKNOWN, f"{type(error).__name__}: {error}")


def _as_outgoing(row: Row[Any]) -> Outgoing:
    return Outgoing(
        id=row.id,
        ticket=row.ticket,
        channel=row.channel,
        to=row.to,
        subject=row.subject,
        text=row.text,
        automatic=row.automatic,
        attempt=row.attempts + 1,
        created_at=row.created_at,
        message_id=row.message_id,
        in_reply_to=row.in_reply_to,
        references=tuple(row.references),
        thread=row.thread,
        sender=row.sender,
        kind=row.kind,
        files=tuple(OutgoingFile(**item) for item in row.files or ()),
    )
