"""What a reader of delivery reports hands back, before anything is judged."""

from __future__ import annotations

from dataclasses import dataclass, field

from triage.evidence.fields import Field


@dataclass(frozen=True)
class DraftRecipient:
    """One recipient as the report has it; every value as written, `None` or empty where it says nothing."""

    address: str
    action: str | None = None
    status: str | None = None
    """The `Status` field's value (RFC 3464 section 2.3.4), comment included."""
    diagnostic: str = ""
    """The reply text, unfolded to one line, without the type (`smtp;`)."""
    remote_mta: str | None = None
    context: str = ""
    """What else the report says of this recipient, looked at when the diagnostic says nothing."""
    common: str = ""
    """What it says of all of them together: good for a reason, never for a code."""


@dataclass(frozen=True)
class Draft:
    """One report: who says it, of whom, and the head of the mail that it is about."""

    recipients: tuple[DraftRecipient, ...]
    reporting_mta: str | None = None
    original: tuple[Field, ...] = field(default=())
