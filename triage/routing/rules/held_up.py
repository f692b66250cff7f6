"""A report says that mail is still waiting, or the journey of a sample shows where it lay."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.vocabulary import ProblemKind, RejectedBy, Route
from triage.details.telling import Telling
from triage.facts.hosts import is_platform_host
from triage.model import Finding
from triage.routing.platform_fault import found_by_check, platform_fault
from triage.routing.vote import Vote, issue

_LONG_S = 900.0


def votes(telling: Telling, findings: tuple[Finding, ...]) -> Iterator[Vote]:
    failing = telling.picture.failing()
    if failing and failing[0].action == "delayed":
        yield _still_waiting(telling, findings)
    for sample in telling.picture.samples[:3]:
        slowest = max(sample.hops, key=lambda hop: hop.delay_s or 0.0, default=None)
        if slowest and (slowest.delay_s or 0.0) >= _LONG_S:
            minutes = round((slowest.delay_s or 0.0) / 60)
            where = slowest.by or "one host"
            yield issue(
                ProblemKind.DELAYED,
                2.0,
                f"it took {minutes} minutes to reach {where}",
                "the sample's Received",
            )
            return


def _still_waiting(telling: Telling, findings: tuple[Finding, ...]) -> Vote:
    item = telling.picture.failing()[0]
    where = f"delivery report for {item.address}"
    here = item.rejected_by is RejectedBy.PLATFORM or is_platform_host(item.remote_mta, telling.case.platform)
    fault = platform_fault(item, telling, findings)
    if here:
        return issue(ProblemKind.DELAYED, 6.0, "the platform has not taken it yet", where)
    if fault and telling.facts.get("direction") == "outbound":
        return issue(ProblemKind.OUTBOUND_BOUNCED, 6.0, fault, where, found_by_check(item, telling))
    if telling.facts.get("direction") == "outbound" or item.rejected_by is RejectedBy.THIRD_PARTY:
        host = item.remote_mta or "the recipient's provider"
        return Vote(Route.THIRD_PARTY_REJECT, 6.0, f"{host} has not taken it yet", where)
    return issue(ProblemKind.DELAYED, 4.0, "a report says that mail is still waiting", where)
