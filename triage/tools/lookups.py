"""What may be looked up beside the DNS: pages, accounts, traces, customers. Shapes and protocols only.

Every look-up answers with how it ended; nothing here raises for what the other side does. `Ended.FOUND` and
`Ended.ABSENT` are answers; anything else says nothing about the thing that was asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Ended(StrEnum):
    """How a look-up ended."""

    FOUND = "found"
    ABSENT = "absent"
    """The other side answered that there is none."""
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    """It was not asked, because the rules forbid it, or it turned our credentials down."""
    BROKEN = "broken"
    """It answered with something that cannot be read."""

    @property
    def is_answer(self) -> bool:
        return self in (Ended.FOUND, Ended.ABSENT)


# ---- pages -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Page:
    """A web page as it came. `ended` is FOUND for every HTTP answer, whatever its `status`."""

    url: str
    ended: Ended
    status: int | None = None
    content_type: str = ""
    body: bytes = b""
    at: datetime | None = None
    why: str = ""
    """In words, when there is no page."""
    sha256: str | None = None
    """Under which the bytes are kept, where they are."""


class Fetch(Protocol):
    async def fetch(self, url: str, hosts: tuple[str, ...]) -> Page:
        """Open a page on one of `hosts` (`*.` at the start: any depth; `host:port` allows a port)."""


# ---- accounts ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Account:
    """What a platform knows of one address. `None`: it does not say.

    A service is `enabled`, `disabled` or `suspended`. Sizes are bytes, limits are mails a day.
    """

    address: str
    kind: str | None = None
    """`mailbox`, `filter` or `forward`."""
    main_address: str | None = None
    """Where the address is an alias: the mailbox behind it."""
    cluster: str | None = None
    receiving: str | None = None
    sending: str | None = None
    webmail_sending: str | None = None
    webmail: str | None = None
    imap: str | None = None
    sent_today: int | None = None
    sent_limit: int | None = None
    rejects_spam: bool | None = None
    """Spam is refused while the sender waits, instead of being filed."""
    tags_spam: bool | None = None
    """Spam is delivered into the inbox, only marked."""
    spam_folder: str | None = None
    junk_threshold: float | None = None
    allow: tuple[str, ...] = ()
    block: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    forwards: tuple[str, ...] = ()
    keeps_copy: bool | None = None
    """Whether forwarded mail is also kept here."""
    sieve: str | None = None
    quota_used: int | None = None
    quota_max: int | None = None


@dataclass(frozen=True)
class AccountAnswer:
    ended: Ended
    source: str
    """Who was asked, such as `OMA get_user at admin.a.hostedemail.com`."""
    account: Account | None = None
    at: datetime | None = None
    why: str = ""


class Accounts(Protocol):
    async def look_up(self, address: str) -> AccountAnswer:
        """Ask for one address. Reads only."""


# ---- traces ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TraceQuery:
    """One mail: by its Message-ID where that is known, else by its people; times are aware."""

    since: datetime
    until: datetime
    message_id: str | None = None
    sender: str | None = None
    recipient: str | None = None


class Fate(StrEnum):
    """What a server did with a mail at one moment."""

    RECEIVED = "received"
    REFUSED = "refused"
    GREYLISTED = "greylisted"
    DELIVERED = "delivered"
    FILED = "filed"
    """Into a folder other than the inbox, which `folder` names."""
    DISCARDED = "discarded"
    QUARANTINED = "quarantined"
    FORWARDED = "forwarded"
    DEFERRED = "deferred"
    BOUNCED = "bounced"
    SENT = "sent"


@dataclass(frozen=True)
class TraceEvent:
    fate: Fate
    at: datetime
    line: str
    """As the log has it."""
    recipient: str | None = None
    folder: str | None = None
    by: str | None = None
    """`user` where the user's own filter did it."""
    host: str | None = None
    reply: str | None = None
    """The SMTP reply, ours or the other side's."""


@dataclass(frozen=True)
class TraceAnswer:
    """FOUND with events, oldest first; ABSENT only when the log holds the whole window, without the mail."""

    ended: Ended
    source: str
    events: tuple[TraceEvent, ...] = ()
    at: datetime | None = None
    why: str = ""


class Trace(Protocol):
    async def trace(self, query: TraceQuery) -> TraceAnswer:
        """What happened to one mail."""


# ---- customers ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Customer:
    """What the operator knows of a domain or a requester."""

    key: str
    """The address or domain that was found."""
    reseller_id: str | None = None
    authorized_user_id: str | None = None
    cluster: str | None = None
    time_zone: str | None = None
    """As the tz database names it, such as `Europe/Budapest`."""
    language: str | None = None
    brand: str | None = None
    """The name that replies are signed with."""
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CustomerAnswer:
    ended: Ended
    source: str
    customer: Customer | None = None
    at: datetime | None = None
    why: str = ""


class Customers(Protocol):
    async def find(self, keys: tuple[str, ...]) -> CustomerAnswer:
        """The customer of the first of these addresses and domains that is known."""
