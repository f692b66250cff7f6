"""What a case is handed over with: the shapes of the JSON, version by version (docs/dossier.md).

Plain values only, so that it is kept and read back as it stands. Times are ISO 8601 with their zone.
Everything that strangers wrote is one line, bounded, and without control characters.
"""

from __future__ import annotations

from dataclasses import dataclass

SCHEMA = "mailtriage.dossier/1"


@dataclass(frozen=True)
class When:
    """One moment: as the requester knows it, and in UTC."""

    what: str
    utc: str
    local: str | None = None
    """With the offset of the source; `None` where that is UTC itself."""


@dataclass(frozen=True)
class FormField:
    """One field of the form that the platform's support asks for."""

    name: str
    label: str
    values: tuple[str, ...] = ()
    """Empty: not known."""
    required: bool = True
    """Needed for this kind of problem; the others are given where they are known."""


@dataclass(frozen=True)
class Found:
    """Findings of one cause."""

    status: str
    code: str
    summary: str
    advice: str = ""
    who_can_fix: str | None = None
    source: str = ""
    command: str = ""
    """To paste, where the profile has one."""
    also: tuple[str, ...] = ()
    """The codes of other checks that found the same."""


@dataclass(frozen=True)
class Refused:
    """What a delivery report says of one recipient (RFC 3464)."""

    recipient: str
    action: str
    reason: str
    status: str | None = None
    remote_mta: str | None = None
    diagnostic: str = ""


@dataclass(frozen=True)
class Report:
    reporting_mta: str | None
    original_message_id: str | None
    original_subject: str | None
    recipients: tuple[Refused, ...] = ()


@dataclass(frozen=True)
class Mail:
    """A mail or a header block that was sent along."""

    message_id: str | None
    sender: str | None
    return_path: str | None
    subject: str | None
    sending_ip: str | None = None
    numbers: tuple[str, ...] = ()
    """Score, SCL, tests."""
    authentication: tuple[str, ...] = ()
    """`spf=pass`, … as a host of the platform wrote them."""
    hops: tuple[str, ...] = ()
    """The way, oldest first, one line a `Received` field."""


@dataclass(frozen=True)
class SentFile:
    """A file of the requester's, by its hash."""

    name: str
    content_type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Said:
    """One message of the conversation. `who`: `requester` or `desk`."""

    who: str
    at: str | None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """More lines under a title of their own, such as the tickets of an incident."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Dossier:
    schema: str
    reference: str | None
    platform: str
    title: str
    summary: tuple[str, ...]
    """The case in ten lines at most."""
    route: str
    problem: str | None
    confidence: float
    reasons: tuple[str, ...]
    """Each with its evidence and weight."""
    requester: str | None
    requester_name: str | None
    language: str | None
    fields: tuple[FormField, ...]
    missing: tuple[str, ...]
    times: tuple[When, ...]
    findings: tuple[Found, ...]
    unchecked: tuple[Found, ...]
    """What could not be checked, and why."""
    checked: tuple[str, ...]
    """Codes of what was looked at and is as it should be."""
    reports: tuple[Report, ...]
    mails: tuple[Mail, ...]
    wishes: tuple[str, ...]
    """What is wanted of the platform's support."""
    conversation: tuple[Said, ...]
    files: tuple[SentFile, ...]
    more: tuple[Section, ...] = ()
