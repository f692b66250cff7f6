"""Does a reason or a finding name a fix that the requester can make, or pass on to who can?"""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.vocabulary import ProblemKind, Reason, Status, WhoCanFix
from triage.details.telling import Telling
from triage.facts.hosts import domain_of
from triage.model import Finding, RecipientReport
from triage.quoted import own_refusal
from triage.replies.found import can_be_told

CERTAIN = frozenset(
    {
        Reason.NO_SUCH_USER, Reason.MAILBOX_FULL, Reason.BAD_DOMAIN, Reason.SENDER_AUTH, Reason.SENDER_DNS,
        Reason.TOO_LARGE, Reason.MALWARE,
    }
)  # fmt: skip
"""Reasons that are plain facts: whoever asks can pass them on. The others are a judgement of the filter."""
_BROKEN = frozenset({Status.FAIL, Status.PERMERROR})
_REFUSED = frozenset({ProblemKind.INBOUND_REJECTED, ProblemKind.OUTBOUND_REFUSED})
_TRACED = frozenset(
    f"trace.{fate}" for fate in ("refused", "filed", "discarded", "forwarded", "never_came", "greylisted")
)
"""Ends of a mail's way that explain why it is missing, and that somebody outside the platform can mend."""
_KEEPS_MAIL_AWAY = frozenset(
    {
        "account_lists.blocked", "account_sieve.discards", "account_sieve.rejects", "account_sieve.files",
        "account_sieve.redirects", "account_quota.full", "account_forward.away", "account_forward.loop",
    }
)  # fmt: skip
"""What an account is set to, and its owner can change, that explains why a mail is not there."""
_THE_SENDERS = frozenset({Reason.SENDER_AUTH, Reason.SENDER_DNS, Reason.BLOCKLISTED})
"""Reasons that lie with the sender: what is broken at the recipient, or here, has no part in them."""
_ABOUT_ONE_ADDRESS = frozenset({"spf.fail", "spf.softfail", "spf.none"})
"""Their repair lets the address in question pass, which for a forged mail is the forger's."""
_FORGED_CHECKS = frozenset({"spf_record", "dmarc", "spf"})


@dataclass(frozen=True)
class Remedy:
    """What helps: the reason of a refusal, findings with their advice, or the name of an explanation."""

    reason: Reason | None = None
    recipient: RecipientReport | None = None
    findings: tuple[Finding, ...] = ()
    explanation: str | None = None


def find_remedy(
    telling: Telling, problem: ProblemKind | None, findings: tuple[Finding, ...]
) -> Remedy | None:
    """The remedy for a real issue, or `None`: then a person has to look."""
    if problem in _REFUSED:
        return _of_refusal(telling, findings) or _of_limit(telling, problem, findings)
    if problem is ProblemKind.JUNKED_WRONGLY:
        return _of_junk(findings)
    if problem is ProblemKind.SPAM_RECEIVED:
        return _of_allow_list(telling)
    if problem is ProblemKind.SPOOFED:
        return _of_forgery(telling, findings)
    if problem in (ProblemKind.MISSING_MAIL, ProblemKind.DELAYED):
        return _of_receiving(telling, findings)
    return None


def roles_of(telling: Telling) -> frozenset[WhoCanFix]:
    """On which side of the mail the requester stands, by address and domain."""
    own = telling.picture.requester_domain
    if own is None:
        return frozenset()
    found = set()
    if own in (telling.facts.get("sender_domain"), domain_of(telling.facts.get("sender"))):
        found.add(WhoCanFix.SENDER)
    if own in (telling.facts.get("recipient_domain"), domain_of(telling.facts.get("recipient"))):
        found.add(WhoCanFix.RECIPIENT)
    return frozenset(found)


def _of_refusal(telling: Telling, findings: tuple[Finding, ...]) -> Remedy | None:
    sides = roles_of(telling)
    quoted = own_refusal(telling)
    if quoted is not None:
        sides |= {WhoCanFix.RECIPIENT}
    for item in telling.picture.failing() or ((quoted,) if quoted else ()):
        if item.reason is Reason.UNKNOWN or item.who_can_fix not in (WhoCanFix.SENDER, WhoCanFix.RECIPIENT):
            continue
        if item.who_can_fix in sides or item.reason in CERTAIN:
            return Remedy(item.reason, item, broken(findings, item.reason))
    return None


def _of_limit(telling: Telling, problem: ProblemKind | None, findings: tuple[Finding, ...]) -> Remedy | None:
    """The account has sent all that it may today: waiting helps, and a new password where it was not them."""
    if problem is not ProblemKind.OUTBOUND_REFUSED:
        return None
    reached = [item for item in findings if item.code == "account_limit.reached" and _is_own(telling, item)]
    return Remedy(findings=tuple(reached[:1])) if reached else None


def broken(findings: tuple[Finding, ...], reason: Reason) -> tuple[Finding, ...]:
    """The findings that bear out a reason, those with advice only."""
    about: dict[Reason, frozenset[str]] = {
        Reason.SENDER_AUTH: frozenset(
            {"spf", "spf_record", "dkim_key", "dmarc", "dmarc_alignment", "header_dkim"}
        ),
        Reason.SENDER_DNS: frozenset({"ptr", "helo", "mx"}),
        Reason.BLOCKLISTED: frozenset({"blocklist", "domain_blocklist"}),
        Reason.BAD_DOMAIN: frozenset({"typo", "mx"}),
        Reason.NO_SUCH_USER: frozenset({"typo"}),
        Reason.RELAY_DENIED: frozenset({"typo"}),
    }
    wanted = about.get(reason, frozenset())
    on_side = {WhoCanFix.SENDER} if reason in _THE_SENDERS else {WhoCanFix.SENDER, WhoCanFix.RECIPIENT}
    found = [
        item for item in findings if item.check in wanted and item.advice and item.who_can_fix in on_side
    ]
    return tuple(
        [item for item in found if item.status in _BROKEN]
        + [item for item in found if item.status is Status.WARN]
    )[:3]


def _of_junk(findings: tuple[Finding, ...]) -> Remedy | None:
    """The filter did not call it spam, and its rounded score still meant Junk."""
    found = tuple(item for item in findings if item.code == "junk_score.rounded_into_junk")
    scored = tuple(item for item in found if item.data.get("score") is not None)
    return Remedy(explanation="scl_rounding", findings=scored[:1]) if scored else None


def _of_allow_list(telling: Telling) -> Remedy | None:
    listed = any(sample.spam.allowlisted for sample in telling.picture.samples)
    return Remedy(explanation="allow_listed") if listed else None


def _of_forgery(telling: Telling, findings: tuple[Finding, ...]) -> Remedy | None:
    """The domain's owner can publish what makes others refuse forgeries: only its own domain counts."""
    if telling.facts.get("from_domain") != telling.picture.requester_domain:
        return None
    weak = [
        item
        for item in findings
        if item.check in _FORGED_CHECKS
        and (item.status in (*_BROKEN, Status.WARN) or item.code == "dmarc.policy_none")
        and item.who_can_fix is WhoCanFix.SENDER
        and item.data.get("domain") == telling.picture.requester_domain
        and can_be_told(item)
        and item.code not in _ABOUT_ONE_ADDRESS
    ]
    return Remedy(findings=tuple(weak[:3])) if weak else None


def _is_own(telling: Telling, finding: Finding) -> bool:
    """Is it the requester's own mailbox, or one of their domain? Others are told nothing of it."""
    address = finding.data.get("address")
    own = telling.picture.requester_domain
    return own is not None and isinstance(address, str) and domain_of(address) == own


def _is_party(telling: Telling, finding: Finding) -> bool:
    """Is the requester on a side of the mail? Others are told nothing of it."""
    own = telling.picture.requester_domain
    people = (finding.data.get("sender"), finding.data.get("recipient"))
    return own is not None and own in {domain_of(one) for one in people if isinstance(one, str)}


def _of_receiving(telling: Telling, findings: tuple[Finding, ...]) -> Remedy | None:
    """The log tells where the mail went; or the requester's own domain points its mail elsewhere."""
    traced = tuple(
        item for item in findings if item.code in _TRACED and _is_party(telling, item) and can_be_told(item)
    )
    if traced:
        return Remedy(findings=traced)
    settled = tuple(
        item
        for item in findings
        if item.code in _KEEPS_MAIL_AWAY and _is_own(telling, item) and can_be_told(item)
    )
    if settled:
        return Remedy(findings=settled[:3])
    wrong = [
        item
        for item in findings
        if item.check in ("mx", "mx_address", "platform_mx")
        and item.status in _BROKEN
        and item.who_can_fix is WhoCanFix.RECIPIENT
        and can_be_told(item)
    ]
    return Remedy(findings=tuple(wrong[:3])) if wrong else None
