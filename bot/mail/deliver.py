"""From a message that is due to one attempt to hand it over: sender, subject, files, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import structlog

from bot.desk.context import Desk
from bot.desk.message_id import make_message_id
from bot.desk.types import Delivery, DeliveryOutcome, Outgoing
from bot.mail.compose import Addressing, File, compose
from bot.mail.oauth import Tokens
from bot.mail.own import Own
from bot.mail.question import question_of
from bot.mail.relay_ids import rewritten_id
from bot.mail.self_test import self_test_mail
from bot.mail.send import Parcel, hand_over, sendable
from bot.mail.threading import answered_subject
from bot.mail.tokens import tagged
from bot.settings.groups.mail import MailSettings
from triage.replies.sentences import own_folders

log = structlog.get_logger(__name__)

_RETRY_CONFIG_S = 300.0


@dataclass(frozen=True)
class Deliverer:
    """`addresses`: the help addresses, the first one for whatever came to none of them."""

    desk: Desk
    own: Own
    addresses: tuple[str, ...]
    tokens: Tokens | None = None

    def deliver(self, outgoing: Outgoing) -> Delivery:
        """One attempt; whatever goes wrong is the outcome."""
        settings = self.desk.settings.of(MailSettings)
        url = settings.smtp_url
        if url is None:
            return _later("no mail server is set for answers: MAILTRIAGE_SMTP_URL")
        sender = self.sender(outgoing.sender)
        if sender is None:
            return _later("no help address is set to answer from: MAILTRIAGE_HELP_ADDRESS")
        to = sendable(outgoing.to)
        if to is None:
            return Delivery(DeliveryOutcome.FAILED, f"{outgoing.to!r} is no mail address")
        message_id = outgoing.message_id or self._message_id(outgoing, sender)
        # With a tag, a report that names no message at all still says which ticket it is about.
        tag = tagged(self.desk.secret_key, sender, outgoing.ticket) if settings.plus_addresses else None
        content = compose(
            replace(outgoing, subject=answered_subject(self.desk.store, outgoing) or outgoing.subject),
            Addressing(sender, to, tag),
            message_id,
            outgoing.created_at.astimezone(UTC),
            self._files(outgoing),
            question_of(self.desk.store, outgoing),
            own_folders(self.desk.library),
        )
        envelope_from = "" if outgoing.automatic else tag or sender
        delivery = hand_over(
            url, Parcel(envelope_from, to, content, message_id), settings.tls_ca, self.tokens
        )
        return replace(delivery, ref=rewritten_id(url.host, delivery.detail) or delivery.ref)

    def post_self_test(self, number: int, at: datetime) -> tuple[str, Delivery]:
        """From the help address to itself: its Message-ID, and how the attempt ended."""
        settings, address = self.desk.settings.of(MailSettings), self.sender()
        if settings.smtp_url is None or address is None:
            return "", _later("MAILTRIAGE_SMTP_URL or MAILTRIAGE_HELP_ADDRESS is not set")
        message_id, content = self_test_mail(self.desk.secret_key, number, address, at)
        parcel = Parcel(address, address, content, message_id)
        return message_id, hand_over(settings.smtp_url, parcel, settings.tls_ca, self.tokens)

    def sender(self, wanted: str | None = None) -> str | None:
        """The help address that was written to, else the first one."""
        known = wanted if wanted and self.own.is_address(wanted) else None
        return sendable(known or next(iter(self.addresses), ""))

    def _message_id(self, outgoing: Outgoing, sender: str) -> str:
        domain = sender.rpartition("@")[2]
        return make_message_id(self.desk.secret_key, outgoing.ticket, outgoing.id, domain)

    def _files(self, outgoing: Outgoing) -> tuple[File, ...]:
        """With their bytes. One that is no longer kept is left out: the message matters more."""
        found = []
        for file in outgoing.files:
            try:
                content = (
                    file.text.encode() if file.text is not None else self.desk.raw.get(file.sha256 or "")
                )
            except LookupError:
                log.warning("mail.file_gone", ticket=outgoing.ticket, sha256=file.sha256)
                continue
            found.append(File(file.name, file.content_type, content))
        return tuple(found)


def _later(why: str) -> Delivery:
    """A person has to set something first."""
    return Delivery(DeliveryOutcome.RETRY, why, retry_after_s=_RETRY_CONFIG_S)
