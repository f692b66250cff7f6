"""What a mail says of itself, and what others wrote into its header."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class MessageInfo:
    """The head of a mail (RFC 5322). Addresses are bare, in lower-case domain, as `local@domain`."""

    subject: str | None = None
    from_: str | None = None
    to: tuple[str, ...] = ()
    date: datetime | None = None
    message_id: str | None = None
    return_path: str | None = None
    """Empty string: the null sender `<>`."""


@dataclass(frozen=True)
class Hop:
    """One `Received` field (RFC 5321 section 4.4), oldest first in a list."""

    from_: str | None = None
    by: str | None = None
    ip: str | None = None
    with_: str | None = None
    at: datetime | None = None
    delay_s: float | None = None
    """Seconds since the hop before; 0 where clocks disagree."""


@dataclass(frozen=True)
class SpamTest:
    name: str
    score: float | None = None
    meaning: str | None = None


@dataclass(frozen=True)
class SpamVerdict:
    flag: bool | None = None
    score: float | None = None
    required: float | None = None
    level: int | None = None
    tests: tuple[SpamTest, ...] = ()
    scl: int | None = None
    allowlisted: bool | None = None


@dataclass(frozen=True)
class Authentication:
    """Results that a host of the platform wrote into the header; anybody else's are claims."""

    spf: str | None = None
    dkim: str | None = None
    dkim_aligned: bool | None = None
    dmarc: str | None = None
    arc: str | None = None
    sending_ip: str | None = None
    source: str | None = None


@dataclass(frozen=True)
class SenderView:
    from_: str | None = None
    return_path: str | None = None
    suspicious: bool = False
    why: str | None = None


@dataclass(frozen=True)
class ListMarks:
    is_bulk: bool = False
    unsubscribe: str | None = None


@dataclass(frozen=True)
class ArchiveMember:
    """A file that an archive says it holds; `size`: unpacked, as claimed."""

    name: str
    size: int | None = None


@dataclass(frozen=True)
class Attachment:
    """A part of a mail that is a file; `content_type` as declared, `sha256` in hex of the decoded bytes."""

    name: str | None
    content_type: str
    size: int
    sha256: str
    inline: bool = False
    found_type: str | None = None
    """What the bytes are, whatever was declared; `None`: it cannot be told."""
    warnings: tuple[str, ...] = ()
    """What to beware of, as stable codes: see `triage/evidence/files/look.py`."""
    members: tuple[ArchiveMember, ...] = ()
    """The first ones of an archive, from its directory: it is never unpacked."""
    member_count: int | None = None


@dataclass(frozen=True)
class SignedHead:
    """A DKIM signature (`rsa-sha256`) of an attached mail, as far as it can be judged without the key.

    `digest`: SHA-256 of the signed fields, and `signature`: the tag `b=`, both in hex. With the key from
    `selector._domainkey.domain` they tell whether the header is as it was signed (RFC 6376 section 6.1.3).
    """

    domain: str
    selector: str
    digest: str
    signature: str
    body_holds: bool
    is_partial: bool = False
    """Only the beginning of the body is signed (`l=`)."""
