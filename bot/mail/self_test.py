"""The mail that the desk sends to itself: what it looks like, and how it is known again."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime

from bot.desk.message_id import make_self_id, self_token
from bot.mail.head import Head
from bot.mail.own import Own
from triage.evidence.hosts import domain_of
from triage.evidence.signatures import verify_dkim
from triage.evidence.verified import lookup_of
from triage.tools.protocols import Resolver

_FIELD = "X-Mailtriage-Self-Test"
_TEXT = (
    "mailtriage sends this mail to itself once a day, to know that mail goes out and comes in.\r\n"
    "Nobody has to do anything with it.\r\n"
)


def self_test_mail(secret: bytes, number: int, address: str, at: datetime) -> tuple[str, bytes]:
    """Its Message-ID, and the whole mail."""
    message_id = make_self_id(secret, number, address.rpartition("@")[2])
    fields = (
        ("Date", format_datetime(at)),
        ("From", address),
        ("To", address),
        ("Subject", "The daily mail to ourselves"),
        ("Message-ID", message_id),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
        (_FIELD, self_token(secret, number)),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "7bit"),
    )
    head = "".join(f"{name}: {value}\r\n" for name, value in fields)
    return message_id, f"{head}\r\n{_TEXT}".encode()


def self_test_in(head: Head, own: Own) -> int | None:
    """The number of the test that this mail is; `None`: it is none of ours."""
    texts = (*head.message_ids("Message-ID"), *head.all(_FIELD))
    found = (own.self_test_of(text) for text in texts[:4])
    number = next((one for one in found if one is not None), None)
    # Only from ourselves: a report about one holds its header, too.
    authors = head.addresses("From")
    return number if authors and all(own.is_address(address) for address in authors) else None


def signature_of(raw: bytes, address: str, resolver: Resolver) -> str:
    """What the signatures of the own domain came to: `pass`, `fail`, `temperror` or `none` (RFC 8601)."""
    results = [one.result for one in verify_dkim(raw, lookup_of(resolver), aligned_with=domain_of(address))]
    if not results:
        return "none"
    return next((word for word in ("pass", "temperror") if word in results), "fail")
