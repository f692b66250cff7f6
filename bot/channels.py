"""What a channel is, and how the desk finds them: each is a package `bot/<name>/` with a `channel.py`.

Adding a channel is adding such a package; nothing here grows.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from typing import TYPE_CHECKING, Protocol

import bot

if TYPE_CHECKING:
    from bot.desk.context import Desk
    from bot.desk.types import Delivery, Incoming, Outgoing, StoredIntake


class Channel(Protocol):
    """One way in and out. `name` is what `Source.channel` and `Outgoing.channel` say."""

    name: str

    def start(self) -> None:
        """Begin listening, in threads of its own. Returns at once."""

    def stop(self) -> None:
        """Stop listening; returns when nothing of it runs any more."""

    def read(self, intake: StoredIntake) -> Incoming:
        """Turn stored bytes into what they say. Runs in a worker; raising quarantines this one intake."""

    def deliver(self, outgoing: Outgoing) -> Delivery:
        """Hand one message over. Runs in a worker. Expected trouble is the outcome, not an exception."""

    def show(self, ticket: int) -> None:
        """Bring what this channel shows of a ticket up to date (a card); nothing to do for most."""

    def issues(self) -> list[str]:
        """What is wrong right now, in words, for `/readyz` and `doctor`; empty when all is well."""


def find_channels(desk: Desk) -> dict[str, Channel]:
    """Every channel that the settings switch on, by name.

    A channel package exports `make(desk) -> Channel | None`; `None`: not configured.
    """
    found: dict[str, Channel] = {}
    for info in pkgutil.iter_modules(bot.__path__):
        if not info.ispkg or importlib.util.find_spec(f"bot.{info.name}.channel") is None:
            continue
        channel: Channel | None = importlib.import_module(f"bot.{info.name}.channel").make(desk)
        if channel is not None:
            found[channel.name] = channel
    return found
