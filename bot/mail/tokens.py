"""Address tags that only this desk could have made: `help+t12-k3jv…@example.org` names ticket 12 (RFC 5233).

Relays fold local parts to lower case, so the signature is base32 in lower case: 80 bits of HMAC-SHA-256.
"""

from __future__ import annotations

import base64
import hmac
import re

_SIGNATURE_BYTES = 10
_TAG = re.compile(r"t([1-9][0-9]{0,11})-([a-z2-7]{16})")


def make_tag(secret: bytes, ticket: int) -> str:
    """What stands behind the plus of the help address for this ticket."""
    return f"t{ticket}-{_sign(secret, ticket)}"


def ticket_of_address(secret: bytes, address: str) -> int | None:
    """The ticket that an address names by a tag of ours; `None` when there is none, or a forged one."""
    local, _, _ = address.rpartition("@")
    _, _, tag = local.lower().rpartition("+")
    match = _TAG.fullmatch(tag)
    if match is None:
        return None
    ticket = int(match[1])
    return ticket if hmac.compare_digest(match[2], _sign(secret, ticket)) else None


def tagged(secret: bytes, address: str, ticket: int) -> str:
    """The help address with the ticket's tag."""
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}+{make_tag(secret, ticket)}@{domain}"


def _sign(secret: bytes, ticket: int) -> str:
    digest = hmac.digest(secret, f"address tag {ticket}".encode("ascii"), "sha256")
    return base64.b32encode(digest[:_SIGNATURE_BYTES]).decode("ascii").lower()
