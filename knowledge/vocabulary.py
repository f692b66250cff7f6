"""The words of the desk, once. Everything else spells them by importing them from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Route(StrEnum):
    """Whose business a ticket is."""

    JUNK_EXPECTED = "junk_expected"
    NEWSLETTER = "newsletter"
    THIRD_PARTY_REJECT = "third_party_reject"
    REAL_ISSUE = "real_issue"
    NOT_A_TICKET = "not_a_ticket"


class ProblemKind(StrEnum):
    """What kind of real issue it is."""

    INBOUND_REJECTED = "inbound_rejected"
    OUTBOUND_REFUSED = "outbound_refused"
    OUTBOUND_BOUNCED = "outbound_bounced"
    MISSING_MAIL = "missing_mail"
    DELAYED = "delayed"
    JUNKED_WRONGLY = "junked_wrongly"
    SPAM_RECEIVED = "spam_received"
    SPAM_FLOOD = "spam_flood"
    SPOOFED = "spoofed"
    ACCOUNT_COMPROMISED = "account_compromised"
    OTHER = "other"


class Detail(StrEnum):
    """What the desk needs to know before it may escalate."""

    NDR = "ndr"
    OCCURRED_AT = "occurred_at"
    SENDER = "sender"
    RECIPIENT = "recipient"
    SPAM_SAMPLES = "spam_samples"
    UNUSUAL_VOLUME = "unusual_volume"
    AFFECTED_USERS = "affected_users"
    RESELLER_ID = "reseller_id"
    AUTHORIZED_USER_ID = "authorized_user_id"
    JUNK_CHECKED = "junk_checked"


class Reason(StrEnum):
    """Why a delivery failed."""

    NO_SUCH_USER = "no_such_user"
    MAILBOX_DISABLED = "mailbox_disabled"
    MAILBOX_FULL = "mailbox_full"
    BAD_DOMAIN = "bad_domain"
    SENDER_AUTH = "sender_auth"
    SENDER_DNS = "sender_dns"
    BLOCKLISTED = "blocklisted"
    SPAM_CONTENT = "spam_content"
    MALWARE = "malware"
    POLICY = "policy"
    SENDER_REJECTED = "sender_rejected"
    RELAY_DENIED = "relay_denied"
    RATE_LIMITED = "rate_limited"
    TOO_LARGE = "too_large"
    UNREACHABLE = "unreachable"
    SERVER_ERROR = "server_error"
    UNKNOWN = "unknown"


class RejectedBy(StrEnum):
    """Which side said no."""

    PLATFORM = "platform"
    THIRD_PARTY = "third_party"
    SENDER_SIDE = "sender_side"
    UNKNOWN = "unknown"


class WhoCanFix(StrEnum):
    """Who can do something about it; `nobody` while it is being retried."""

    SENDER = "sender"
    RECIPIENT = "recipient"
    PLATFORM = "platform"
    THIRD_PARTY = "third_party"
    NOBODY = "nobody"


class Status(StrEnum):
    """What a check found. A timeout is `temperror`: never `pass`, never "no record"."""

    PASS = "pass"  # noqa: S105 - the word of RFC 8601, no password
    FAIL = "fail"
    WARN = "warn"
    NEUTRAL = "neutral"
    TEMPERROR = "temperror"
    PERMERROR = "permerror"
    SKIPPED = "skipped"


class Action(StrEnum):
    """What the desk would do next with a ticket."""

    REPLY = "reply"
    ASK = "ask"
    ESCALATE = "escalate"
    HOLD = "hold"
    IGNORE = "ignore"


class TicketState(StrEnum):
    NEW = "new"
    TRIAGED = "triaged"
    WAITING = "waiting"
    ESCALATED = "escalated"
    SOLVED = "solved"
    CLOSED = "closed"
    SET_ASIDE = "set_aside"


class SuggestionKind(StrEnum):
    REPLY = "reply"
    ASK = "ask"
    ESCALATE = "escalate"


class SuggestionState(StrEnum):
    """`unknown`: the connection broke after the message was handed over, a person decides."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    EDITED = "edited"
    DISMISSED = "dismissed"
    SUPERSEDED = "superseded"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Autonomy(StrEnum):
    """What may go out unasked: nothing, one request for details, or out-of-scope replies too."""

    SUGGEST = "suggest"
    ASK = "ask"
    ANSWER = "answer"


OUT_OF_SCOPE_ROUTES = frozenset({Route.JUNK_EXPECTED, Route.NEWSLETTER, Route.THIRD_PARTY_REJECT})
URGENT_PROBLEMS = frozenset({ProblemKind.SPAM_FLOOD, ProblemKind.ACCOUNT_COMPROMISED})


@dataclass(frozen=True)
class Article:
    """One piece of advice, written for a person who is not a postmaster."""

    slug: str
    title: str
    text: str
    routes: tuple[Route, ...] = ()
    problems: tuple[ProblemKind, ...] = ()
    reasons: tuple[Reason, ...] = ()
    platforms: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    """The checks whose findings it helps with."""
    shelf: str = ""
    """Where it stands among the others, in words."""
    asked: tuple[str, ...] = ()
    """How people ask for it in English, where its own words differ; other languages: `synonyms.toml`."""


@dataclass(frozen=True)
class Problem:
    """One problem or route: how people speak of it, what must be known, which articles answer it."""

    name: str
    title: str
    cues: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Language code -> phrases that people use for it."""
    details: tuple[Detail, ...] = ()
    """Required before an escalation, unless the platform's profile says otherwise."""
    outcome: str = ""
    articles: tuple[str, ...] = ()


CASE_FIELDS = ("cluster", "error", "envelope_sender", "message_id", "sending_ip", "spam_score_url", "subject")
"""What a platform's support may ask for beside the details: from the evidence, never asked of people."""


@dataclass(frozen=True)
class Escalation:
    """Where a complete case goes, and which fields the platform's own support asks for."""

    address: str = ""
    fields: tuple[str, ...] = ()
    remind_after_hours: int = 48
    weekdays_only: bool = False
    """Saturdays and Sundays do not count towards the reminder."""
    answer_domains: tuple[str, ...] = ()
    """Domains that its answers come from, beside that of the address."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """What the support's own form calls a field."""


@dataclass(frozen=True)
class Platform:
    """The mail platform that a desk supports: one TOML file.

    Host patterns: `*.` at the start matches any depth of sub-domains. Networks are CIDR.
    """

    name: str
    title: str
    mail_hosts: tuple[str, ...] = ()
    hosts_assumed: bool = False
    """The hosts were not named by a profile, but concluded from the desk's address (`triage.own_side`)."""
    networks: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    """Domains whose mailboxes live on this platform, where that is known beforehand."""
    help_addresses: tuple[str, ...] = ()
    own_fields: tuple[str, ...] = ()
    """Header fields that its hosts write on every mail that comes in, wherever they put them."""
    spam_score_hosts: tuple[str, ...] = ()
    mx_patterns: tuple[str, ...] = ()
    """What the MX of a hosted domain must look like; `{domain}` and `{cluster}` are filled in."""
    clusters: tuple[str, ...] = ()
    spf_include: str = ""
    blocklists: tuple[str, ...] = ()
    domain_blocklists: tuple[str, ...] = ()
    junk_threshold: float = 4.0
    """From this SCL on mail is filed into Junk, unless the user's own setting says otherwise."""
    out_of_scope: tuple[Route, ...] = ()
    details: Mapping[ProblemKind, tuple[Detail, ...]] = field(default_factory=dict)
    escalation: Escalation = field(default_factory=Escalation)
    accounts: str = ""
    """Which account backend knows its mailboxes (`oma`, …); empty: none."""
    snippets: Mapping[str, str] = field(default_factory=dict)
    """Commands for agents to paste, by name (`knowledge.snippets`); never run."""
