"""The mail channel, running as the service runs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.desk.context import Desk
from bot.mail.channel import MailChannel, make


@contextmanager
def started(desk: Desk) -> Iterator[MailChannel]:
    """By the desk's settings, which must switch it on; stopped at the end."""
    channel = make(desk)
    assert channel is not None
    channel.start()
    try:
        yield channel
    finally:
        channel.stop()
