"""Mail as a channel of the desk. On when it has a way in or out, the API's included."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import structlog
from flask import Blueprint

from bot.desk.came_late import ARRIVED_AT
from bot.desk.context import Desk
from bot.desk.receive import is_received, receive
from bot.desk.types import Delivery, Incoming, Outgoing, Source, StoredIntake
from bot.mail.deliver import Deliverer
from bot.mail.head import read_head
from bot.mail.imap.access import Access, everything
from bot.mail.imap.session import try_mailbox
from bot.mail.imap.start import StartBook
from bot.mail.imap.watcher import Fetched, ImapWatcher
from bot.mail.inbound import make_door
from bot.mail.lmtp import Envelope, Listener
from bot.mail.oauth import tokens_of
from bot.mail.own import own
from bot.mail.read import read_mail
from bot.mail.send import try_login
from bot.mail.tls import tls_context
from bot.setting_types import ServerUrl
from bot.settings.groups.mail import MailSettings
from bot.settings.groups.web import WebSettings

log = structlog.get_logger(__name__)

_RETRY_CONFIG_S = 300.0
_HEAD_BYTES = 256 * 1024


def make(desk: Desk) -> MailChannel | None:
    mail = desk.settings.of(MailSettings)
    ways = (
        mail.imap_url,
        mail.lmtp_listen,
        mail.inbound_secret,
        mail.smtp_url,
        desk.settings.of(WebSettings).api_token,
    )
    return MailChannel(desk) if any(ways) else None


class MailChannel:
    name = "mail"
    shows_tickets = False

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        settings, mail = desk.settings, desk.settings.of(MailSettings)
        self._addresses = tuple(dict.fromkeys((*settings.help_address, *desk.platform.help_addresses)))
        self._own = own(self._addresses, desk.secret_key)
        tls = tls_context(mail.tls_ca) if mail.tls_ca is not None else None
        tokens, start = tokens_of(settings, tls), StartBook(desk).criteria
        self._deliverer = Deliverer(desk, self._own, self._addresses, tokens)
        self._access = Access(mail.imap_done, tokens, mail.tls_ca, start)
        self._watchers = [
            ImapWatcher(url, self._take_from_mailbox, access=self._access, is_known=self._is_known)
            for url in mail.imap_url
        ]
        self._listener: Listener | None = None
        self._started = False

    @property
    def lmtp_port(self) -> int | None:
        """Where it really listens, also when the settings leave the port to the system."""
        return self._listener.port if self._listener is not None else None

    def start(self) -> None:
        """Raises `OSError` when the LMTP address cannot be listened on."""
        listen = self._desk.settings.of(MailSettings).lmtp_listen
        if listen is not None:
            # Any mail program may hand mail in here, so both greetings are understood.
            listener = Listener(listen, self.take, speaks=("lmtp", "smtp"))
            listener.start()
            self._listener = listener
            log.info("lmtp.listening", address=str(listen), port=listener.port)
        for watcher in self._watchers:
            watcher.start()
        self._say_what_holds_answers_back()
        self._started = True

    def stop(self) -> None:
        self._started = False
        for watcher in self._watchers:
            watcher.ask_to_stop()
        for watcher in self._watchers:
            watcher.stop()
        if self._listener is not None:
            self._listener.stop()
            self._listener = None

    def take(self, raw: bytes, envelope: Envelope) -> None:
        """Keep one message that was handed in. Returns when it is on disk; raises when it is not."""
        key = f"{envelope.protocol}:{uuid4().hex}"
        meta = {"via": envelope.protocol}
        receive(self._desk, raw, Source(self.name, key, envelope.sender, envelope.recipients, meta))

    def _take_from_mailbox(self, fetched: Fetched, url: ServerUrl) -> None:
        head = read_head(fetched.raw[:_HEAD_BYTES])
        delivered = head.addresses("Delivered-To", "X-Original-To", "Envelope-To")
        user = [url.user] if url.user and "@" in url.user else []
        meta = {"via": "imap", "mailbox": str(url)}
        if fetched.too_large is not None:
            meta |= {
                "too_large": str(fetched.too_large),
                "folder": fetched.done_folder or url.path or "INBOX",
            }
        if fetched.arrived_at is not None:
            meta[ARRIVED_AT] = fetched.arrived_at.isoformat()
        recipients = tuple(dict.fromkeys([*delivered, *user]))
        receive(self._desk, fetched.raw, Source(self.name, fetched.key, None, recipients, meta))

    def _is_known(self, key: str) -> bool:
        return is_received(self._desk, key)

    def blueprint(self) -> Blueprint | None:
        """`/inbound/mail`, for services that post mail; `None` without a key to check them by."""
        secret = self._desk.settings.of(MailSettings).inbound_secret
        return make_door(self._desk, secret.get_secret_value(), self.name) if secret is not None else None

    def read(self, intake: StoredIntake) -> Incoming:
        return read_mail(self._desk, self._own, intake)

    def deliver(self, outgoing: Outgoing) -> Delivery:
        return self._deliverer.deliver(outgoing)

    def post_self_test(self, number: int, at: datetime) -> tuple[str, Delivery]:
        return self._deliverer.post_self_test(number, at)

    def show(self, ticket: int) -> None:
        """A mailbox shows nothing of a ticket."""

    def issues(self) -> list[str]:
        """Of what is switched on. What is not set at all keeps nobody from working: `doctor` names it."""
        return [issue for watcher in self._watchers for issue in watcher.issues()] if self._started else []

    def examine(self) -> list[tuple[str, str]]:
        """For `doctor`: what the real servers say, each with the setting to look at. Nothing need run."""
        mail = self._desk.settings.of(MailSettings)
        found = [
            (try_mailbox(url, replace(self._access, start=everything)), "MAILTRIAGE_IMAP_URL")
            for url in mail.imap_url
        ]
        if mail.smtp_url is not None:
            wrong_there = try_login(mail.smtp_url, mail.tls_ca, self._access.tokens)
            found.append((wrong_there, "MAILTRIAGE_SMTP_URL"))
        return [(wrong, name) for wrong, name in found if wrong is not None]

    def _say_what_holds_answers_back(self) -> None:
        if self._desk.settings.of(MailSettings).smtp_url is None:
            log.warning("mail.answers_wait", why="MAILTRIAGE_SMTP_URL is not set")
        elif not self._addresses:
            log.warning("mail.answers_wait", why="MAILTRIAGE_HELP_ADDRESS is not set")
