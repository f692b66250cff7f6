"""The types that cross the seams of the thinking: frozen, and without behaviour beyond looking things up.

A value that is not in the evidence is `None`, never a guess. Times are aware datetimes. The shapes that
users see as JSON are made from these by `triage.contract`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from knowledge.vocabulary import (
    Action,
    Platform,
    ProblemKind,
    Reason,
    RejectedBy,
    Route,
    Status,
    WhoCanFix,
)
from triage.dossier.model import Dossier

# ---- evidence: what was read -------------------------------------------------------------------------


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


@dataclass(frozen=True)
class Evidence:
    """One thing that somebody sent and that was read.

    `kind`: `ndr`, `message`, `headers`, `auto_reply`, `abuse_report` or `unreadable`.
    """

    kind: str
    message: MessageInfo = field(default_factory=MessageInfo)
    ndr: DeliveryReport | None = None
    hops: tuple[Hop, ...] = ()
    spam: SpamVerdict = field(default_factory=SpamVerdict)
    authentication: Authentication = field(default_factory=Authentication)
    sender: SenderView = field(default_factory=SenderView)
    list_marks: ListMarks = field(default_factory=ListMarks)
    nested: tuple[Evidence, ...] = ()
    problems: tuple[str, ...] = ()
    # not in the contract's JSON, for the desk's own use:
    text: str = ""
    """The body as plain text (HTML rendered), capped; for a header block: empty."""
    headers: tuple[tuple[str, str], ...] = ()
    """Every header field in order, name as written, value unfolded and decoded where it could be."""
    attachments: tuple[Attachment, ...] = ()
    reply_to: str | None = None
    from_name: str | None = None
    cc: tuple[str, ...] = ()
    size: int = 0
    link_hosts: tuple[str, ...] = ()
    """Hosts that the links of the body name, also those that HTML hides behind words."""
    signed: tuple[SignedHead, ...] = ()
    """Of a whole mail that was attached to another one: its signatures, ready for their keys."""

    def header(self, name: str) -> str | None:
        """The first field of that name, or `None`."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True)
class ExplainedMessage:
    """One message of one path: what `mailtriage explain` prints a line for."""

    path: str
    index: int
    evidence: Evidence


# ---- facts and findings ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fact:
    """One value with where it stands, such as `sender`, `recipient`, `sending_ip`, `occurred_at`."""

    name: str
    value: str
    source: str


@dataclass(frozen=True)
class Facts:
    """All facts of a case; the first of a name is the best one."""

    items: tuple[Fact, ...] = ()

    def get(self, name: str) -> str | None:
        return next((fact.value for fact in self.items if fact.name == name), None)

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(fact.value for fact in self.items if fact.name == name)


@dataclass(frozen=True)
class Finding:
    """What one check found: `code` is stable (`spf.fail`), `data` holds the typed values behind the words."""

    check: str
    code: str
    status: Status
    summary: str
    advice: str = ""
    who_can_fix: WhoCanFix | None = None
    source: str = ""
    data: Mapping[str, str | int | float | bool | tuple[str, ...] | None] = field(default_factory=dict)


# ---- what mails have in common -----------------------------------------------------------------------


@dataclass(frozen=True)
class Trait:
    """One thing that mails can have in common, and that a filter could block.

    `kind`: `ip`, `network` (CIDR), `envelope_domain`, `from_domain`, `dkim_domain`, `subject` (normalised)
    or `link` (a host).
    """

    kind: str
    value: str


@dataclass(frozen=True)
class SeenMail:
    """A mail that is no spam as far as the desk knows.

    `why`: `customer` (wrote to the desk), `list` (a newsletter of a proven sender) or `wanted` (somebody
    missed it, or it came back).
    """

    why: str
    traits: frozenset[Trait]


# ---- the case and the decision -----------------------------------------------------------------------


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
