"""The link to the page on which a requester fills in what is missing.

Whoever has the link may write to the ticket, so it is signed, for one ticket and one request, and it ends.
It holds numbers only: in base32, lower case, as mail programs and people leave it alone (RFC 4648).
"""

from __future__ import annotations

import base64
import hmac
import ipaddress
import re
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row, select

from bot.desk.asked import NOT_GONE
from bot.desk.context import Desk
from bot.settings import Settings
from bot.settings.groups.web import WebSettings
from bot.store.schema.sending import outgoing
from bot.store.schema.suggestion import suggestions
from bot.store.schema.ticket import tickets
from knowledge.vocabulary import SuggestionKind, TicketState

_SIGNATURE_BYTES = 10
_NUMBERS = struct.Struct(">IHI")
_TOKEN = re.compile(r"[a-z2-7]{32}")
DONE = (TicketState.SOLVED, TicketState.CLOSED, TicketState.SET_ASIDE)


@dataclass(frozen=True)
class FormToken:
    """`heard`: what the ticket had heard when it was asked, which tells one request from the next."""

    ticket: int
    heard: int
    made_at: datetime
    """To the minute."""


@dataclass(frozen=True)
class Door:
    """Is the page open? `why_closed`: `expired`, `newer` (a newer request went out), `done`, or `None`."""

    ticket: Row[Any]
    why_closed: str | None


def form_link(desk: Desk, ticket: Row[Any]) -> str | None:
    """The address for what the ticket is asked now; `None` where requesters could not open it."""
    here = desk.settings.of(WebSettings).web_url if desk.requesters_here else None
    base = here or public_url(desk.settings)
    token = make_token(desk.secret_key, FormToken(ticket.number, ticket.heard, desk.now()))
    return f"{base}/d/{token}" if base and token else None


def public_url(settings: Settings) -> str | None:
    """The console's address, when it is set and does not lead to the reader's own machine."""
    url = settings.of(WebSettings).web_url
    if not url:
        return None
    host = (urlsplit(url).hostname or "").rstrip(".").lower()
    if host == "localhost" or host.endswith(".localhost"):
        return None
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return url if host else None
    return None if address.is_loopback or address.is_unspecified else url


def make_token(secret: bytes, token: FormToken) -> str | None:
    """32 letters and digits; `None` for numbers that are too large to be a real ticket's."""
    minutes = int(token.made_at.timestamp() // 60)
    try:
        numbers = _NUMBERS.pack(token.ticket, token.heard, minutes)
    except struct.error:
        return None
    return base64.b32encode(numbers + _sign(secret, numbers)).decode("ascii").lower()


def read_token(secret: bytes, text: str) -> FormToken | None:
    """What a token says; `None` for one that this desk did not make."""
    if not _TOKEN.fullmatch(text.lower()):
        return None
    packed = base64.b32decode(text.upper())
    numbers, signature = packed[: _NUMBERS.size], packed[_NUMBERS.size :]
    if not hmac.compare_digest(signature, _sign(secret, numbers)):
        return None
    ticket, heard, minutes = _NUMBERS.unpack(numbers)
    return FormToken(ticket, heard, datetime.fromtimestamp(minutes * 60, UTC))


def door(connection: Connection, token: FormToken, now: datetime, days: int) -> Door | None:
    """Whether what a token opens is still open; `None` when there is no such ticket."""
    ticket = connection.execute(select(tickets).where(tickets.c.number == token.ticket)).one_or_none()
    if ticket is None:
        return None
    sent = _asked(connection, token.ticket)
    begins = max([token.made_at, *(at for heard, at in sent if heard == token.heard)])
    if ticket.state in DONE:
        return Door(ticket, "done")
    if any(heard > token.heard for heard, _at in sent):
        return Door(ticket, "newer")
    return Door(ticket, "expired" if now >= begins + timedelta(days=days) else None)


def _asked(connection: Connection, number: int) -> list[tuple[int, datetime]]:
    """(heard, when) of each request that went out: its days count from then, not from when it was written."""
    query = (
        select(suggestions.c.heard, outgoing.c.created_at)
        .join(suggestions, suggestions.c.id == outgoing.c.suggestion)
        .where(outgoing.c.ticket == number, outgoing.c.kind == SuggestionKind.ASK)
        .where(outgoing.c.state.not_in(NOT_GONE))
    )
    return [(row.heard, row.created_at) for row in connection.execute(query)]


def _sign(secret: bytes, numbers: bytes) -> bytes:
    return hmac.digest(secret, b"form link " + numbers, "sha256")[:_SIGNATURE_BYTES]
