"""A delivery report says who refused whose mail. That decides, whatever the letter calls it."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.providers import is_everybodys
from knowledge.vocabulary import ProblemKind, Reason, RejectedBy, Route
from triage.details.telling import Telling
from triage.facts.hosts import domain_of, is_platform_host
from triage.facts.picture import Picture, is_ours
from triage.facts.requester import asks_from_outside, is_own_side
from triage.model import Finding, RecipientReport
from triage.routing.platform_fault import (
    found_by_check,
    is_claimed,
    is_of_an_address,
    may_be_ours,
    platform_fault,
)
from triage.routing.vote import Vote, issue

_SURE, _LIKELY, _OPEN = 8.0, 5.0, 2.0
_OF_THE_RECIPIENT = frozenset(
    {
        *(Reason.NO_SUCH_USER, Reason.MAILBOX_FULL, Reason.MAILBOX_DISABLED),
        *(Reason.BAD_DOMAIN, Reason.UNREACHABLE),
    }
)
"""What only the recipient's side can be the cause of, whichever host wrote the report."""


def votes(telling: Telling, findings: tuple[Finding, ...]) -> Iterator[Vote]:
    picture = telling.picture
    failing = picture.failing()
    if not failing or failing[0].action != "failed":
        return
    item = _telling_one(failing)
    where = f"delivery report for {item.address}"
    fault = platform_fault(item, telling, findings)
    direction = telling.facts.get("direction")
    outbound = direction == "outbound"
    # who passes on a refusal of somebody else's mailbox, and says nothing of its sender, has sent it
    sent = outbound or (direction is None and not is_own_side(item.address, picture))
    who = refused_by(item, picture)
    if who is RejectedBy.PLATFORM:
        yield _refused_here(item, telling, where)
    elif sent and telling.words.has("from_outside") and item.reason not in _OF_THE_RECIPIENT:
        said = "its sender says that they write to a customer of the desk, and are none"
        yield issue(ProblemKind.INBOUND_REJECTED, _SURE, said, where)
    elif fault and sent:
        weight = _LIKELY if is_claimed(item, telling) else _SURE
        yield issue(ProblemKind.OUTBOUND_BOUNCED, weight, fault, where, found_by_check(item, telling))
    elif not outbound and is_own_side(item.address, picture):
        yield from _of_the_requester(item, picture, where)
    elif not outbound and _is_from_outside(item, picture):
        said = "its sender asks this desk about it, from a mailbox that is a provider's for everybody"
        yield issue(ProblemKind.INBOUND_REJECTED, _SURE, said, where)
    elif sent and is_of_an_address(item) and _nobodys(item, telling):
        yield from _either(item, where)
    elif outbound or (who is RejectedBy.THIRD_PARTY and is_ours(item.address, picture) is not True):
        # an address that does not exist is nobody's refusal but still not the platform's doing
        weight = _SURE if outbound and who is not RejectedBy.UNKNOWN else _LIKELY
        foreign = None if is_platform_host(item.remote_mta, picture.case.platform) else item.remote_mta
        said = foreign or "the recipient's side"
        yield Vote(Route.THIRD_PARTY_REJECT, weight, f"{said} refused it, not the platform", where)
    elif telling.facts.get("direction") == "inbound":
        yield issue(
            ProblemKind.INBOUND_REJECTED, _LIKELY, "mail to a mailbox of the platform came back", where
        )


def _of_the_requester(item: RecipientReport, picture: Picture, where: str) -> Iterator[Vote]:
    """Mail to the requester came back: refused at the mailbox that they ask about, whosever the host is."""
    platform = picture.case.platform
    elsewhere = bool(item.remote_mta and platform.mail_hosts and not platform.hosts_assumed)
    said = "mail to the requester's own side came back"
    yield issue(ProblemKind.INBOUND_REJECTED, _OPEN if elsewhere else _SURE, said, where)


def _is_from_outside(item: RecipientReport, picture: Picture) -> bool:
    """Nobody but the recipient's side can be the platform's; what only they can mend stays theirs."""
    report = picture.report
    sender = report.ndr.original.from_ if report and report.ndr else None
    return item.reason not in _OF_THE_RECIPIENT and asks_from_outside(sender, item.address, picture)


def _nobodys(item: RecipientReport, telling: Telling) -> bool:
    """It cannot be told whose the refused address is: the profile names no hosts that could."""
    platform = telling.case.platform
    unknown = not platform.mail_hosts or platform.hosts_assumed
    return unknown and not platform.networks and may_be_ours(item, telling)


def _either(item: RecipientReport, where: str) -> Iterator[Vote]:
    said = "an address was refused, and nothing tells whether it is the platform's"
    yield issue(ProblemKind.OUTBOUND_BOUNCED, _LIKELY, said, where)
    yield Vote(Route.THIRD_PARTY_REJECT, _LIKELY, said, where)


def refused_by(item: RecipientReport, picture: Picture) -> RejectedBy:
    """Who refused: by the name of the host, by whose address it is, else as the report's reader has it."""
    everybodys = is_everybodys(domain_of(item.address) or "")
    elsewhere = everybodys or is_ours(item.address, picture) is False
    here = is_platform_host(item.remote_mta, picture.case.platform)
    # "account suspended", said by the platform's own host, is of the sender's account
    senders = here and item.reason is Reason.MAILBOX_DISABLED and not everybodys
    if elsewhere and item.reason in _OF_THE_RECIPIENT and not senders:
        return RejectedBy.THIRD_PARTY
    if here:
        return RejectedBy.PLATFORM
    return item.rejected_by


def _telling_one(failing: tuple[RecipientReport, ...]) -> RecipientReport:
    """Of several failures the one whose cause is known."""
    return next((item for item in failing if item.reason != "unknown"), failing[0])


def _refused_here(item: RecipientReport, telling: Telling, where: str) -> Vote:
    if telling.facts.get("direction") == "outbound":
        return issue(ProblemKind.OUTBOUND_REFUSED, _SURE, "the platform refused to send it on", where)
    host = item.remote_mta or "the platform"
    return issue(ProblemKind.INBOUND_REJECTED, _SURE, f"{host} is the platform's and refused it", where)
