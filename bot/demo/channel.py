"""The demo as a channel that only has a page: its mailbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.desk.types import Delivery, DeliveryOutcome, Incoming, Outgoing, StoredIntake

if TYPE_CHECKING:
    from flask import Blueprint

    from bot.demo.mailbox import Mailbox
    from bot.desk.context import Desk


class DemoPages:
    """Nothing comes in or goes out here; the demo's mail takes the mail channel like any other."""

    name = "demo"
    shows_tickets = False
    nav = (("demo.show", "Mailbox"),)

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    def blueprint(self) -> Blueprint:
        from bot.demo.mailbox import mailbox_pages

        return mailbox_pages(self._mailbox)

    def start(self) -> None:
        """Nothing listens here."""

    def stop(self) -> None:
        """Nothing listens here."""

    def read(self, intake: StoredIntake) -> Incoming:
        raise LookupError("nothing comes in by the demo's mailbox")

    def deliver(self, outgoing: Outgoing) -> Delivery:
        return Delivery(DeliveryOutcome.FAILED, "nothing goes out by the demo's mailbox")

    def show(self, ticket: int) -> None:
        """No cards."""

    def issues(self) -> list[str]:
        return []


def make(desk: Desk) -> DemoPages | None:
    """Never by the settings: `mailtriage demo` adds it."""
    return None
