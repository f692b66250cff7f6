"""The types that cross between the desk and its channels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from triage.model import Attachment, Evidence


@dataclass(frozen=True)
class Actor:
    """Who did something: `kind` is `agent`, `system` or `requester`; `id` is stable, `name` is shown."""

    kind: str
    id: str
    name: str


SYSTEM = Actor("system", "system", "mailtriage")


@dataclass(frozen=True)
class Source:
    """Where raw bytes came from.

    `key` names this very delivery (`imap:host/INBOX:UIDVALIDITY:UID`, a Slack event id): the same key is
    the same delivery. `meta` is what the channel needs to know again when it reads the bytes later.
    """

    channel: str
    key: str
    envelope_from: str | None = None
    envelope_to: tuple[str, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Receipt:
    """The ledger row that now stands on disk; `repeated` when that key had been received before."""

    intake_id: int
    sha256: str
    repeated: bool


@dataclass(frozen=True)
class StoredIntake:
    """A ledger row with its bytes, as a channel gets it back to read."""

    intake_id: int
    source: Source
    sha256: str
    raw: bytes
    received_at: datetime


@dataclass(frozen=True)
class Revision:
    """An edit of an earlier message, or its author taking it back; `at` is when, by the channel's clock."""

    at: datetime
    withdrawn: bool = False


@dataclass(frozen=True)
class Beside:
    """What one person writes in one place, thread by thread, is one conversation while it goes on."""

    within_s: float
    """So close in time to what they wrote there before."""
    answers_what_waits: bool = False
    """Or whenever the desk waits for their answer (a direct message)."""


@dataclass(frozen=True)
class Incoming:
    """What one stored intake turned out to say, in the words of its channel's reader."""

    evidence: Evidence
    text: str
    """What is new in it: without quotes and signature."""
    requester: str
    """Where an answer goes: an address, or `slack:USER`."""
    requester_name: str | None
    subject: str
    message_id: str | None = None
    fingerprint: str | None = None
    """Equal for the same message that came twice by different ways."""
    answers_ids: tuple[str, ...] = ()
    """Message-IDs that it answers, nearest first."""
    answers_ticket: int | None = None
    """A ticket named by a token that only we could have made."""
    thread: str | None = None
    """The channel's own thread, such as `slack:C1:1712.5`."""
    set_aside: str | None = None
    """Why this is never a ticket (an auto-reply, a bounce of our own mail), or `None`."""
    reports_on: int | None = None
    """The ticket whose message a delivery report is about, by a token that only we could have made."""
    reports_message: int | None = None
    """The outgoing message that it is about, where the report names it."""
    may_auto_answer: bool = False
    """The sender is authenticated, so a machine may write back."""
    attachments: tuple[Attachment, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    """Details that the requester named one by one, by name of the detail (the page that asks for them)."""
    authenticated: bool | None = None
    """Of the platform's support: proven, disproven, or (`None`) it cannot be told."""
    forwarded_for: tuple[str, str | None] | None = None
    """Address and name of who seems to ask, where one of the team, or a list, has passed a mail on. They only
    stand in a quoted header: nothing goes there until an agent says so."""
    automatic: bool = False
    """A machine wrote it, in answer to something (`Auto-Submitted: auto-replied`, a read receipt)."""
    revision: Revision | None = None
    """It changes the message of the same `fingerprint`."""
    beside: Beside | None = None
    """It may belong to what they wrote in another thread of the same place."""
    by_agent: Actor | None = None
    """An agent wrote it: on a ticket of somebody else it is the desk's answer."""
    proven: bool | None = None
    """That it comes from whom it names: proven, disproven (DMARC failed), or (`None`) nobody can tell."""
    self_test: int | None = None
    """The number of the mail that the desk sent to itself, by a token that only we could have made."""
    signed: str | None = None
    """Of such a mail: what its DKIM signature came to."""


@dataclass(frozen=True)
class OutgoingFile:
    """A file that goes along: its `text`, or the bytes that are kept under `sha256`."""

    name: str
    content_type: str
    text: str | None = None
    sha256: str | None = None
    size: int | None = None
    """Of the kept bytes, where it is known."""


@dataclass(frozen=True)
class Outgoing:
    """A message that is due, as a channel gets it to deliver."""

    id: int
    ticket: int
    channel: str
    to: str
    subject: str
    text: str
    automatic: bool
    """Sent by machine: the marks of RFC 3834 belong on it."""
    attempt: int
    created_at: datetime
    message_id: str | None = None
    """Ours, the same at every attempt (mail)."""
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    thread: str | None = None
    sender: str | None = None
    """The help address that the requester wrote to, where it is known."""
    kind: str = "reply"
    """`reply`, `ask`, `escalate` or `receipt`."""
    files: tuple[OutgoingFile, ...] = ()


class DeliveryOutcome(StrEnum):
    SENT = "sent"
    RETRY = "retry"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Delivery:
    """How a delivery attempt ended. `unknown`: it may have been taken; a person decides."""

    outcome: DeliveryOutcome
    detail: str = ""
    ref: str | None = None
    """What the other side calls it (a Slack ts, a rewritten Message-ID)."""
    retry_after_s: float | None = None
    thread: str | None = None
    """Where an answer to it would be written, for a channel that has threads."""


class DeskError(Exception):
    """Something an agent asked for that cannot be done; the text is meant for that agent."""


class NotFound(DeskError):
    pass


class TooLate(DeskError):
    """Somebody was first."""

    def __init__(self, by: str, state: str, at: datetime | None) -> None:
        self.by, self.state, self.at = by, state, at
        super().__init__(f"{by} was first: already {state}")


class ChannelOff(DeskError):
    """A message of a channel that the settings do not switch on (any more)."""

    def __init__(self, channel: str) -> None:
        self.channel = channel
        super().__init__(f"the channel {channel} is not switched on")


class NotYet(DeskError):
    """A channel cannot read an intake now, but will later (a file that cannot be fetched): try again."""

    def __init__(self, why: str, after_s: float = 30.0) -> None:
        self.after_s = after_s
        super().__init__(why)
