"""Message-IDs that only we could have made: a mail that answers one of them was received from us."""

from __future__ import annotations

import hashlib
import hmac
import re

_OURS = re.compile(r"<?mt\.(\d{1,12})\.(\d{1,12})\.([0-9a-f]{20})@[^@\s<>]{1,255}>?")

_SELF = re.compile(r"(?:<mt\.self\.)?(\d{1,12})\.([0-9a-f]{20})(?:@[^@\s<>]{1,255}>)?")


def make_message_id(secret: bytes, ticket: int, outgoing: int, domain: str) -> str:
    """The Message-ID (RFC 5322 section 3.6.4, with its angle brackets) of one outgoing message."""
    return f"<mt.{ticket}.{outgoing}.{_mac(secret, ticket, outgoing)}@{domain}>"


def ticket_of(secret: bytes, message_id: str) -> int | None:
    """The ticket that a Message-ID of ours belongs to; `None` when it is not ours, or forged."""
    found = message_of(secret, message_id)
    return found[0] if found is not None else None


def message_of(secret: bytes, message_id: str) -> tuple[int, int] | None:
    """Ticket and outgoing message of a Message-ID of ours; `None` when it is not ours, or forged."""
    match = _OURS.fullmatch(message_id.strip())
    if match is None:
        return None
    ticket, outgoing, mac = int(match[1]), int(match[2]), match[3]
    return (ticket, outgoing) if hmac.compare_digest(mac, _mac(secret, ticket, outgoing)) else None


def make_self_id(secret: bytes, number: int, domain: str) -> str:
    """The Message-ID of a mail that the desk sends to itself."""
    return f"<mt.self.{self_token(secret, number)}@{domain}>"


def self_token(secret: bytes, number: int) -> str:
    """Names one such mail, also where a relay gives it another Message-ID."""
    words = hmac.new(secret, f"self-test {number}".encode(), hashlib.sha256)
    return f"{number}.{words.hexdigest()[:20]}"


def self_test_of(secret: bytes, text: str) -> int | None:
    """The number of such a mail, by its Message-ID or token; `None` when it is not ours, or forged."""
    match = _SELF.fullmatch(text.strip())
    if match is None:
        return None
    number = int(match[1])
    return number if hmac.compare_digest(f"{number}.{match[2]}", self_token(secret, number)) else None


def bare(message_id: str) -> str:
    """A Message-ID for comparing: without brackets and white space."""
    return "".join(message_id.split()).strip("<>")


def _mac(secret: bytes, ticket: int, outgoing: int) -> str:
    words = f"message-id {ticket} {outgoing}".encode()
    return hmac.new(secret, words, hashlib.sha256).hexdigest()[:20]
