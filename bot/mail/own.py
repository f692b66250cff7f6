"""Which addresses and Message-IDs are the desk's own?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.desk.message_id import ticket_of

_LOOKS_OWN = re.compile(rb"<mt\.\d{1,12}\.\d{1,12}\.[0-9a-f]{20}@[^@\s<>]{1,255}>")
_MAX_LOOKED_AT = 50


@dataclass(frozen=True)
class Own:
    """`addresses` in lower case, without tags."""

    addresses: frozenset[str]
    secret: bytes

    def is_address(self, address: str | None) -> bool:
        """Also with a tag behind a plus (RFC 5233)."""
        local, _, domain = (address or "").lower().rpartition("@")
        return f"{local.partition('+')[0]}@{domain}" in self.addresses

    def ticket_of(self, message_id: str) -> int | None:
        return ticket_of(self.secret, message_id)

    def ticket_within(self, raw: bytes) -> int | None:
        """The ticket of the first Message-ID of ours that stands anywhere in these bytes."""
        for count, match in enumerate(_LOOKS_OWN.finditer(raw)):
            if count >= _MAX_LOOKED_AT:
                return None
            ticket = self.ticket_of(match[0].decode("ascii", "replace"))
            if ticket is not None:
                return ticket
        return None


def own(addresses: tuple[str, ...], secret: bytes) -> Own:
    return Own(frozenset(address.lower() for address in addresses), secret)
