"""How mail comes in, and how answers go out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import Field, InstanceOf, SecretStr

from bot.setting_types import (
    Listen,
    ServerUrl,
    read_certificates,
    read_done,
    read_inbound_secret,
    read_server_url,
    read_start,
)
from bot.settings.base import Group
from bot.settings.fields import MaybeListen, checked, reads, reads_each


def _mailbox(text: str) -> ServerUrl:
    return read_server_url(text, ("imaps", "imap"))


def _mail_server(text: str) -> ServerUrl:
    return read_server_url(text, ("smtp", "smtps"))


class MailSettings(Group):
    order: ClassVar[int] = 20

    imap_url: Annotated[tuple[InstanceOf[ServerUrl], ...], reads_each(_mailbox)] = Field(
        default=(),
        description="Mailboxes to read: imaps://user:password@host:993/INBOX, several with commas.",
    )
    imap_start: Annotated[Literal["new", "all"] | date, reads(read_start)] = Field(
        default="new",
        description="Which mail of a mailbox is taken: `new` (what is unread since the day before the first "
        "start, then all that comes), `all`, or what came since a day, such as 2026-03-01.",
    )
    imap_done: Annotated[str, reads(read_done)] = Field(
        default="mailtriage/done",
        description="The folder that handled mail is moved to; `keyword`: it stays where it is, marked.",
    )
    tls_ca: Annotated[Path | None, reads(read_certificates, "")] = Field(
        default=None,
        description="A file of certificates (PEM) to trust beside the system's where mailboxes are read.",
    )
    inbound_secret: Annotated[SecretStr | None, reads(checked(read_inbound_secret), "")] = Field(
        default=None,
        description="The signing key of a service that posts mail to /inbound/mail; without it that is off.",
    )
    lmtp_listen: MaybeListen = Field(
        default=Listen("127.0.0.1", 8024),
        description="Where mail is taken in by LMTP (RFC 2033); `off` for nowhere.",
    )
    smtp_url: Annotated[InstanceOf[ServerUrl] | None, reads(_mail_server, "")] = Field(
        default=None,
        description="Where answers are handed over: smtp://user:password@host:587 or smtps://…:465.",
    )
    plus_addresses: bool = Field(
        default=False,
        description="Mail to help+anything@ arrives too: then people answer to an address with their ticket.",
    )
