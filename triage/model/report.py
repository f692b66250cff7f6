"""What a delivery report says (RFC 3464)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from knowledge.vocabulary import Reason, RejectedBy, WhoCanFix


@dataclass(frozen=True)
class OriginalMessage:
    """What a delivery report says of the mail that it is about."""

    subject: str | None = None
    from_: str | None = None
    to: tuple[str, ...] = ()
    date: datetime | None = None
    message_id: str | None = None


@dataclass(frozen=True)
class RecipientReport:
    """What happened for one recipient (RFC 3464 section 2.3, or the free text read into the same)."""

    address: str
    action: str
    """`failed`, `delayed`, `delivered`, `relayed` or `expanded`."""
    status: str | None = None
    """The enhanced code exactly as it stands in the report (RFC 3463), never made up."""
    smtp_reply: int | None = None
    permanent: bool | None = None
    reason: Reason = Reason.UNKNOWN
    rejected_by: RejectedBy = RejectedBy.UNKNOWN
    who_can_fix: WhoCanFix = WhoCanFix.THIRD_PARTY
    remote_mta: str | None = None
    diagnostic: str | None = None
    spam_score_url: str | None = None
    evidence: str | None = None
    """The line that decided the reason."""


@dataclass(frozen=True)
class DeliveryReport:
    reporting_mta: str | None = None
    original: OriginalMessage = field(default_factory=OriginalMessage)
    recipients: tuple[RecipientReport, ...] = ()
