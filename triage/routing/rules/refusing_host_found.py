"""The report does not say whose host refused; the check of that host found it out."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.vocabulary import ProblemKind, RejectedBy, Route
from triage.details.telling import Telling
from triage.model import Finding
from triage.routing.platform_fault import platform_fault
from triage.routing.vote import Vote, issue

_LIKELY = 5.0


def votes(telling: Telling, findings: tuple[Finding, ...]) -> Iterator[Vote]:
    failing = telling.picture.failing()
    if not failing or failing[0].rejected_by is not RejectedBy.UNKNOWN or failing[0].action != "failed":
        return
    found = next((item for item in findings if item.check == "rejecting_host"), None)
    if found is None or found.data.get("host") != (failing[0].remote_mta or "").lower().rstrip("."):
        return
    outbound = telling.facts.get("direction") == "outbound"
    if found.code == "rejecting_host.platform":
        kind = ProblemKind.OUTBOUND_REFUSED if outbound else ProblemKind.INBOUND_REJECTED
        yield issue(kind, _LIKELY, "the host that refused it is the platform's", found.source, True)
    elif found.code == "rejecting_host.third_party" and not platform_fault(failing[0], telling, findings):
        words = "the host that refused it is the recipient's provider's"
        yield Vote(Route.THIRD_PARTY_REJECT, _LIKELY, words, found.source, found=True)
