"""What do the DKIM signatures of an attached mail say before their keys are asked for (RFC 6376 section 3.7)?

The bytes of an attached mail are there only while it is read, in a process that asks nobody. What stays is
small: whether the body is the one that was signed, and the digest that the key must confirm.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any

import dkim  # type: ignore[import-untyped]
from dkim.canonicalization import CanonicalizationPolicy  # type: ignore[import-untyped]

from triage.evidence.signatures import why_not
from triage.model import SignedHead

MAX_SIGNATURES = 3
_MAX_SIGNATURE = 1_024


def signed_of(raw: bytes) -> tuple[SignedHead, ...]:
    """Of the first three, topmost first, those that are well-formed and `rsa-sha256`. Never raises."""
    if why_not(raw) is not None:
        return ()
    try:
        # the line end before the boundary belongs to the boundary (RFC 2046 section 5.1.1)
        mail: Any = dkim.DKIM(raw if raw.endswith(b"\n") else raw + b"\r\n")
    except Exception:  # dkimpy raises many things for what strangers write, not all of them its own
        return ()
    count = sum(name.lower() == b"dkim-signature" for name, _ in mail.headers)
    bodies: dict[bytes, bytes] = {}
    found = (_signed(mail, index, bodies) for index in range(min(count, MAX_SIGNATURES)))
    return tuple(one for one in found if one is not None)


def _signed(mail: Any, index: int, bodies: dict[bytes, bytes]) -> SignedHead | None:
    """`bodies`: the canonical forms that were made already."""
    try:
        tags, names, fields = mail.verify_headerprep(index)
        if tags[b"a"] != b"rsa-sha256":
            return None
        way = CanonicalizationPolicy.from_c_value(tags.get(b"c", b"simple/simple"))
        form = way.to_c_value().partition(b"/")[2]
        if form not in bodies:
            bodies[form] = way.canonicalize_body(mail.body)
        body = bodies[form][: int(tags[b"l"])] if b"l" in tags else bodies[form]
        # a From that was added below or above the signed one must not go unseen (RFC 6376 section 8.15)
        signed = [*names, b"from"] if b"from" in names else names
        head = hashlib.sha256()
        dkim.hash_headers(head, way, way.canonicalize_headers(mail.headers), signed, fields[index], tags)
        signature = _unpacked(tags[b"b"])
        return SignedHead(
            domain=tags[b"d"].decode("ascii").lower().rstrip("."),
            selector=tags[b"s"].decode("ascii"),
            digest=head.hexdigest(),
            signature=signature.hex(),
            body_holds=hashlib.sha256(body).digest() == _unpacked(tags[b"bh"]),
            is_partial=b"l" in tags,
        )
    except Exception:  # as above
        return None


def _unpacked(value: bytes) -> bytes:
    found = base64.b64decode(re.sub(rb"\s+", b"", value[: 2 * _MAX_SIGNATURE]))
    if len(found) > _MAX_SIGNATURE:
        raise ValueError("too long")
    return found
