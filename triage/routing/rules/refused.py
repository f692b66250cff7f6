"""A delivery report says who refused whose mail. That decides, whatever the letter calls it."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.vocabulary import ProblemKind, Reason, RejectedBy, Route
from triage.details.telling import Telling
from triage.facts.hosts import is_platform_host
from triage.facts.picture import Picture, is_ours
from triage.model import Finding, RecipientReport
from triage.routing.platform_fault import found_by_check, platform_fault
from triage.routing.vote import Vote, issue

_SURE, _LIKELY = 8.0, 5.0
_OF_THE_RECIPIENT = frozenset(
    {Reason.NO_SUCH_USER, Reason.MAILBOX_FULL, Reason.BAD_DOMAIN, Reason.UNREACHABLE}
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
    outbound = telling.facts.get("direction") == "outbound"
    who = refused_by(item, picture)
    if who is RejectedBy.PLATFORM:
        yield _refused_here(item, telling, where)
    elif fault and outbound:
        yield issue(ProblemKind.OUTBOUND_BOUNCED, _SURE, fault, where, found_by_check(item, telling))
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


def refused_by(item: RecipientReport, picture: Picture) -> RejectedBy:
    """Who refused: by the name of the host, by whose address it is, else as the report's reader has it."""
    if is_ours(item.address, picture) is False and item.reason in _OF_THE_RECIPIENT:
        return RejectedBy.THIRD_PARTY
    if is_platform_host(item.remote_mta, picture.case.platform):
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
