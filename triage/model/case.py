"""What the desk thinks about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from knowledge.vocabulary import Platform, ProblemKind, Route
from triage.model.evidence import Evidence
from triage.model.traits import SeenMail


@dataclass(frozen=True)
class CaseMessage:
    """One thing that the requester's side wrote on a ticket: its mail (or Slack post) read as evidence."""

    evidence: Evidence
    text: str
    """What is new in it: without quotes and signature."""
    at: datetime | None = None


@dataclass(frozen=True)
class Request:
    """A request for details that has gone out: when, and for which details (by name)."""

    at: datetime
    details: tuple[str, ...]


@dataclass(frozen=True)
class SentWords:
    """A message of the desk to the requester; `kind`: `ask` or `reply`."""

    kind: str
    text: str
    at: datetime | None = None


@dataclass(frozen=True)
class Case:
    """All that is known of one ticket when the desk thinks about it; messages oldest first."""

    messages: tuple[CaseMessage, ...]
    platform: Platform
    channel: str = "mail"
    requester: str | None = None
    requester_name: str | None = None
    known: Mapping[str, str] = field(default_factory=dict)
    """Details that somebody filled in by hand, by name of the detail."""
    asked: bool = False
    """A request for details has gone out already."""
    reference: str | None = None
    """What the desk calls this case, such as `#12`."""
    sent: tuple[SentWords, ...] = ()
    """What the desk has written to the requester, oldest first."""
    requests: tuple[Request, ...] = ()
    """Those that have gone out, oldest first."""
    ask_no_more: bool = False
    """A person has dismissed a further request: the case goes on with what is there."""
    form_link: str | None = None
    """A page on which the requester may fill in what is missing; it goes into a request for details."""
    route: Route | None = None
    """Decided by a person: it stands, whatever else speaks against it."""
    problem: ProblemKind | None = None
    """Decided by a person, like `route`."""
    seen: tuple[SeenMail, ...] = ()
    """Good mail of other tickets that has a trait in common with the samples here."""
