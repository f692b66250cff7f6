"""What the desk would do, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.vocabulary import Action, ProblemKind, Route
from triage.dossier.model import Dossier
from triage.model.evidence import Evidence
from triage.model.findings import Finding


@dataclass(frozen=True)
class Source:
    """Where a statement of a reply comes from: for the agent, never for the requester.

    `kind`: `evidence`, `finding`, `article`, `policy` or `verdict`; `name`: a report, a finding's code, the
    slug of an article, a route; `detail`: what stands behind it, such as the answer of the DNS.
    """

    said: str
    kind: str
    name: str
    detail: str = ""


@dataclass(frozen=True)
class Reply:
    """Words for the requester; `articles` are the slugs that they rest on."""

    subject: str
    text: str
    articles: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    """For every statement of `text`, in its order."""
    unasked: str | None = None
    """The text that may go out by machine, where `text` repeats something of the requester's (RFC 3834)."""
    remark: str = ""
    """For the agent: who worded it, if not the composer alone."""


@dataclass(frozen=True)
class Weight:
    """How much one thing speaks for a route, in nats: 3 is about twenty to one; negative speaks against.

    `source`: `evidence`, `findings` or `words`.
    """

    source: str
    route: Route
    problem: ProblemKind | None
    weight: float
    why: str


@dataclass(frozen=True)
class Decision:
    """What the desk would do: the contract of `mailtriage triage`, and `urgent` beside it."""

    route: Route
    confidence: float
    confident: bool
    problem: ProblemKind | None
    platform: str
    reasons: tuple[str, ...]
    details: Mapping[str, str | tuple[str, ...]]
    missing: tuple[str, ...]
    findings: tuple[Finding, ...]
    action: Action
    reply: Reply | None
    evidence: tuple[Evidence, ...]
    urgent: bool = False
    dossier: str | None = None
    """For an escalation: the whole case as text, for the person who takes over."""
    handover: Dossier | None = None
    """The same as data, for every real issue: a person may hand it over whatever the action is."""
    note: Reply | None = None
    """For an escalation: what the requester is told of it."""
    language: str | None = None
    """The language that the requester writes in, as far as it could be told."""
    brand: str | None = None
    """In whose name the requester is answered, where the customer directory says so."""
    model: str | None = None
    """Which model judged the words, so that a wrong decision can be traced to it."""
    weights: tuple[Weight, ...] = ()
    """What spoke for and against, heaviest first within each source: evidence, findings, words."""
