"""Reaching a mail server so that no password travels in the clear."""

from __future__ import annotations

import imaplib
from pathlib import Path

from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted

from bot.mail.imap.trouble import MailboxError
from bot.mail.tls import tls_context
from bot.setting_types import ServerUrl, is_loopback

CONNECT_S = 20.0


def connect(url: ServerUrl, ca_file: Path | None) -> BaseMailBox:
    """A connection before its login. Raises what the library raises, and `MailboxError`."""
    if url.scheme == "imaps":
        return MailBox(url.host, url.port, timeout=CONNECT_S, ssl_context=tls_context(ca_file))
    return _Upgraded(url.host, url.port, ca_file)


class _Upgraded(MailBoxUnencrypted):
    """`imap://`: beyond this host only with STARTTLS (RFC 9051 section 6.2.1)."""

    def __init__(self, host: str, port: int, ca_file: Path | None) -> None:
        self._ca_file = ca_file
        super().__init__(host, port, timeout=CONNECT_S)

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        client = super()._get_mailbox_client()
        if is_loopback(self._host):
            return client
        if "STARTTLS" not in client.capabilities:
            client.shutdown()
            raise MailboxError("it offers no encryption (STARTTLS), so the password is not sent")
        client.starttls(tls_context(self._ca_file))
        return client
