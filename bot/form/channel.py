"""The requester's page as a channel: it only takes in. Answers go out by the ticket's own channel."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import func, select

from bot.desk.automatic import domain_of
from bot.desk.context import Desk
from bot.desk.receive import receive
from bot.desk.record import ticket_row
from bot.desk.types import Delivery, DeliveryOutcome, Incoming, Outgoing, Receipt, Source, StoredIntake
from bot.form.answer import Answer, details_of
from bot.form.mail import as_mail, text_of
from bot.store.schema.ledger import intake

MOST_ANSWERS = 20
"""By one link: then it is enough, and mail takes the rest."""


class FormChannel:
    name = "form"
    shows_tickets = False

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def start(self) -> None:
        """Nothing listens here: the console serves the page."""

    def stop(self) -> None:
        """Nothing runs here."""

    def read(self, intake: StoredIntake) -> Incoming:
        """Raises `NotFound` when there is no such ticket."""
        number = int(intake.source.meta["ticket"])
        with self._desk.store.read() as connection:
            ticket = ticket_row(connection, number)
        evidence = self._desk.sandbox.read(intake.raw, "answer.eml", self._desk.platform)[0]
        return Incoming(
            evidence=evidence,
            text=evidence.text,
            requester=ticket.requester,
            requester_name=ticket.requester_name,
            subject=evidence.message.subject or "",
            # no Message-ID: the next mail answers one that the requester has
            fingerprint=intake.source.key,
            answers_ticket=number,
            may_auto_answer=ticket.may_auto_answer,
            attachments=evidence.attachments,
            details=json.loads(intake.source.meta.get("details", "{}")),
        )

    def deliver(self, outgoing: Outgoing) -> Delivery:
        return Delivery(DeliveryOutcome.FAILED, "nothing goes out by the page")

    def show(self, ticket: int) -> None:
        """It shows nothing of a ticket."""

    def issues(self) -> list[str]:
        return []


def make(desk: Desk) -> FormChannel:
    """Always: what was sent on the page is read whether or not the page is there now."""
    return FormChannel(desk)


def answers_by(desk: Desk, number: int, heard: int) -> int:
    """How many answers came by one link."""
    mine = intake.c.key.startswith(f"form:{number}:{heard}:", autoescape=True)
    with desk.store.read() as connection:
        return int(connection.execute(select(func.count()).select_from(intake).where(mine)).scalar_one())


def take(desk: Desk, number: int, heard: int, answer: Answer, words: Mapping[str, object]) -> Receipt:
    """Keep one answer. When this returns it is on disk; the same answer again is the same delivery."""
    with desk.store.read() as connection:
        ticket = ticket_row(connection, number)
        key = f"form:{number}:{heard}:{answer.digest()}"
        known = connection.execute(select(intake.c.id, intake.c.sha256).where(intake.c.key == key)).first()
    if known is not None:
        return Receipt(known.id, known.sha256, repeated=True)
    ours = (ticket.help_address, *desk.settings.help_address, *desk.platform.help_addresses)
    domains = (domain_of(item) for item in ours if item)
    domain = next((found for found in domains if found and found.isascii()), "mailtriage.invalid")
    text = text_of(answer, words)
    raw = as_mail(answer, text, number=number, requester=ticket.requester, domain=domain, at=desk.now())
    meta = {"ticket": str(number), "details": json.dumps(details_of(answer), ensure_ascii=False)}
    return receive(desk, raw, Source("form", key, None, (), meta))
