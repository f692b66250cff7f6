"""Which tickets share a cause? What may have caused each, and who of several shares what with whom.

A cause is the rejecting host with its reason, the source of spam, a listed address of the platform's own, or
a sender's domain that fails. Pure: which tickets there are is asked of the desk.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources

from knowledge.vocabulary import Action, Platform, ProblemKind, Reason, Route
from triage.checks.standards.names import ascii_domain, organisational
from triage.checks.standards.slips import is_well_known
from triage.details.lexicon import TEXT_LIMIT
from triage.details.ndr import quoted_line
from triage.details.telling import case_text
from triage.facts import gather_from
from triage.facts.hosts import domain_of, ips_in, is_platform_domain, is_platform_host, is_platform_ip
from triage.facts.picture import Picture, look
from triage.features_of_samples import sending_ip, traits_of
from triage.model import Case, Decision, Evidence, Facts, RecipientReport

WINDOW = timedelta(hours=24)
"""Tickets further apart than this from the last one are not the same incident."""
ENOUGH_USERS = 3
"""From so many people on it is urgent."""
MOST_CAUSES = 24
TELLING = ("own_ip", "rejecting_host", "sender_domain", "flood", "spam_source")
"""Kinds of causes, the most telling first."""
_SOURCES = ("subject", "domain", "link", "ip")
_SPAM = frozenset({ProblemKind.SPAM_RECEIVED, ProblemKind.SPAM_FLOOD, ProblemKind.SPOOFED})
_FAILING_IN = frozenset(
    {
        ProblemKind.INBOUND_REJECTED,
        ProblemKind.JUNKED_WRONGLY,
        ProblemKind.MISSING_MAIL,
        ProblemKind.DELAYED,
    }
)
_OF_ONE_MAILBOX = frozenset(
    {Reason.NO_SUCH_USER, Reason.MAILBOX_DISABLED, Reason.MAILBOX_FULL, Reason.TOO_LARGE, Reason.MALWARE}
)
"""Two mails refused for such a reason have nothing in common but the mailbox."""
_OF_THE_SENDER = frozenset({Reason.SENDER_AUTH, Reason.SENDER_DNS, Reason.SENDER_REJECTED})
_OF_ADDRESSES = frozenset({Reason.BLOCKLISTED, Reason.SENDER_DNS, Reason.RATE_LIMITED, Reason.POLICY})


@dataclass(frozen=True)
class Cause:
    """`kind` and `key` name it, `words` say it to a person.

    Kinds: `rejecting_host`, `spam_source`, `own_ip`, `sender_domain`, `flood`.
    """

    kind: str
    key: str
    words: str


@dataclass(frozen=True)
class Report:
    """One ticket, as far as it matters here; `causes` as (kind, key)."""

    ticket: int
    requester: str
    at: datetime
    causes: frozenset[tuple[str, str]]


def causes_of(case: Case, decision: Decision) -> tuple[Cause, ...]:
    """What may have caused a ticket; empty for what is no ticket, or says nothing that others could share."""
    if decision.route is Route.NOT_A_TICKET or decision.action is Action.IGNORE:
        return ()
    picture = look(case)
    found = [
        *_refusals(picture, decision),
        *_quoted(picture, decision),
        *_spam_sources(picture, decision),
        *_sender_domains(picture, gather_from(picture), decision),
    ]
    if not found and decision.problem is ProblemKind.SPAM_FLOOD:
        found = list(_flood(case))
    return tuple({(cause.kind, cause.key): cause for cause in found}.values())[:MOST_CAUSES]


def is_massive(decision: Decision) -> bool:
    """One such report is enough: a flood of spam."""
    return decision.problem is ProblemKind.SPAM_FLOOD and decision.urgent


def why_urgent(requesters: Iterable[str], massive: bool) -> str | None:
    """Why an incident escalates at once, in words; `None`: it does not yet."""
    users = len({who.casefold() for who in requesters})
    if massive:
        return "a massive attack was reported"
    return f"{users} people report it" if users >= ENOUGH_USERS else None


def share_a_cause(new: Report, others: Iterable[Report]) -> tuple[Report, ...]:
    """Those of the others, within the window, that have a cause in common with the new one."""
    return tuple(
        other
        for other in others
        if other.ticket != new.ticket and abs(new.at - other.at) <= WINDOW and new.causes & other.causes
    )


def shared_causes(reports: Sequence[Report]) -> frozenset[tuple[str, str]]:
    """Every cause that at least two of these tickets have."""
    seen: set[tuple[str, str]] = set()
    twice: set[tuple[str, str]] = set()
    for report in reports:
        twice |= seen & report.causes
        seen |= report.causes
    return frozenset(twice)


def most_telling(kind: str, key: str) -> tuple[int, int]:
    """For sorting causes: what says most to a person first."""
    source = key.partition(" ")[0] if kind == "spam_source" else ""
    return TELLING.index(kind), _SOURCES.index(source) if source in _SOURCES else len(_SOURCES)


def by_hour(times: Iterable[datetime]) -> tuple[tuple[datetime, int], ...]:
    """How many came in each hour, from the first to the last, hours without any included (at most a week)."""
    hours = sorted(at.replace(minute=0, second=0, microsecond=0) for at in times)
    if not hours:
        return ()
    first = max(hours[0], hours[-1] - timedelta(hours=167))
    span = int((hours[-1] - first).total_seconds() // 3600) + 1
    slots = [first + timedelta(hours=step) for step in range(span)]
    return tuple((slot, sum(hour == slot for hour in hours)) for slot in slots)


def _refusals(picture: Picture, decision: Decision) -> Iterator[Cause]:
    platform = picture.case.platform
    for item in picture.failing()[:5]:
        own = _own_addresses(item, platform, decision)
        for ip in own:
            yield Cause("own_ip", ip, f"Our address {ip} is refused elsewhere")
        host = item.remote_mta or (
            picture.report.ndr.reporting_mta if picture.report and picture.report.ndr else None
        )
        name = _organisation(host)
        if name is None or item.reason is Reason.UNKNOWN or (item.reason in _OF_THE_SENDER and not own):
            continue
        reason = item.reason.value.replace("_", " ")
        here = is_platform_host(host, platform)
        if item.reason in _OF_ONE_MAILBOX and not here:
            mailbox = item.address.lower()
            yield Cause("rejecting_host", f"{name} {item.reason} {mailbox}", f"{mailbox}: {reason} at {name}")
        elif item.reason not in _OF_ONE_MAILBOX:
            yield Cause("rejecting_host", f"{name} {item.reason}", f"{name} refuses mail: {reason}")


def _quoted(picture: Picture, decision: Decision) -> Iterator[Cause]:
    """No report, only its line: an address of the platform that it names."""
    if picture.reports or decision.problem is not ProblemKind.OUTBOUND_BOUNCED:
        return
    for ip in ips_in(quoted_line(case_text(picture.case)[:TEXT_LIMIT])):
        if is_platform_ip(ip, picture.case.platform):
            yield Cause("own_ip", ip, f"Our address {ip} is refused elsewhere")


def _own_addresses(item: RecipientReport, platform: Platform, decision: Decision) -> tuple[str, ...]:
    """Addresses of the platform that the refusing server names, or that a blocklist has."""
    if decision.problem is not ProblemKind.OUTBOUND_BOUNCED:
        return ()
    named = ips_in(item.diagnostic or item.evidence) if item.reason in _OF_ADDRESSES else ()
    found = [ip for ip in named if is_platform_ip(ip, platform)]
    found = found or list(named[:1] if not platform.networks else ())
    for finding in decision.findings:
        listed = finding.data.get("of") if finding.code == "blocklist.listed" else None
        if isinstance(listed, str) and is_platform_ip(listed, platform):
            found.append(listed)
    return tuple(dict.fromkeys(found))


def _organisation(host: str | None) -> str | None:
    """Hosts of one organisation refuse alike: `mx1.example.org` and `mx2.example.org` are one."""
    name = ascii_domain(host or "")
    return organisational(name) if name else None


def _spam_sources(picture: Picture, decision: Decision) -> Iterator[Cause]:
    if decision.problem not in _SPAM:
        return
    platform = picture.case.platform
    for sample in picture.samples[:20]:
        yield from _source(sample, platform)


def _source(sample: Evidence, platform: Platform) -> Iterator[Cause]:
    """Of a provider whom everybody uses, only subject and links tell one spammer from another."""
    envelope = domain_of(sample.message.return_path or sample.sender.return_path)
    crowd = any(domain and is_well_known(domain) for domain in (envelope, domain_of(sample.message.from_)))
    for trait in sorted(traits_of(sample, platform), key=lambda item: (item.kind, item.value)):
        if trait.kind == "ip" and not crowd and trait.value == sending_ip(sample, platform):
            yield Cause("spam_source", f"ip {trait.value}", f"Spam from {trait.value}")
        elif trait.kind in ("envelope_domain", "from_domain") and not is_well_known(trait.value):
            yield Cause("spam_source", f"domain {trait.value}", f"Spam from {trait.value}")
        elif trait.kind == "link" and not _links_of_everybody(trait.value):
            yield Cause("spam_source", f"link {trait.value}", f"Spam with links to {trait.value}")
        elif trait.kind == "subject" and len(trait.value.split()) >= 3:
            about = trait.value.replace("#", "\u2026")[:60]
            yield Cause("spam_source", f"subject {trait.value}", f"Spam about \u201c{about}\u201d")


def _links_of_everybody(host: str) -> bool:
    name = organisational(host)
    return is_well_known(name) or name in _everybody()


@functools.cache
def _everybody() -> frozenset[str]:
    text = resources.files("triage").joinpath("links_of_everybody.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def _sender_domains(picture: Picture, facts: Facts, decision: Decision) -> Iterator[Cause]:
    """The domain of a sender whose mail does not come through."""
    refused = any(item.reason in _OF_THE_SENDER for item in picture.failing())
    outgoing = decision.route is Route.THIRD_PARTY_REJECT and refused
    if not outgoing and decision.problem not in _FAILING_IN:
        return
    told = decision.details.get("sender")
    domain = facts.get("from_domain") or domain_of(told if isinstance(told, str) else None)
    if not domain or is_platform_domain(domain, picture.case.platform):
        return
    if not outgoing and domain == picture.requester_domain:
        return
    if is_well_known(domain):
        key = f"{domain} {decision.problem or decision.route}"
        yield Cause("sender_domain", key, f"Mail from {domain} fails in the same way")
    else:
        yield Cause("sender_domain", domain, f"Mail from {domain} fails")


def _flood(case: Case) -> Iterator[Cause]:
    side = domain_of(case.requester) or case.requester
    if side:
        yield Cause("flood", side.casefold(), f"A flood of spam at {side}")
