"""Which addresses and Message-IDs are the desk's own?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.desk.message_id import message_of, self_test_of, ticket_of
from triage.evidence.hosts import aligned, domain_of

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

    def is_our_organisation(self, domain: str | None) -> bool:
        """Is it the domain of one of the addresses, or of the same organisation?"""
        return any(aligned(domain, domain_of(address)) for address in self.addresses)

    def ticket_of(self, message_id: str) -> int | None:
        return ticket_of(self.secret, message_id)

    def message_of(self, message_id: str) -> tuple[int, int] | None:
        """Ticket and outgoing message."""
        return message_of(self.secret, message_id)

    def self_test_of(self, text: str) -> int | None:
        """The number of a mail that the desk sent to itself."""
        return self_test_of(self.secret, text)

    def message_within(self, raw: bytes) -> tuple[int, int] | None:
        """Ticket and outgoing message of the first Message-ID of ours that stands anywhere in these bytes."""
        for count, match in enumerate(_LOOKS_OWN.finditer(raw)):
            if count >= _MAX_LOOKED_AT:
                return None
            found = self.message_of(match[0].decode("ascii", "replace"))
            if found is not None:
                return found
        return None


def own(addresses: tuple[str, ...], secret: bytes) -> Own:
    return Own(frozenset(address.lower() for address in addresses), secret)
