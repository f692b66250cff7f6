"""Which way did the mail go, as seen from the platform: in, or out?"""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.vocabulary import RejectedBy
from triage.facts.hosts import domain_of, is_platform_host
from triage.facts.journey import is_submission
from triage.facts.picture import Picture, is_ours
from triage.facts.requester import asks_from_outside
from triage.model import Fact

ORDER = 40


def extract(picture: Picture) -> Iterator[Fact]:
    found = _of_report(picture) or _of_sample(picture)
    if found:
        yield Fact("direction", *found)


def _of_report(picture: Picture) -> tuple[str, str] | None:
    report = picture.report
    if report is None or report.ndr is None:
        return None
    sender = report.ndr.original.from_
    failing = picture.failing()
    recipient = failing[0].address if failing else None
    by_people = _by_people(sender, recipient, picture)
    if by_people:
        return by_people
    by_hosts = _by_hosts(picture)
    if by_hosts:
        return by_hosts
    return _by_requester(sender, recipient, picture)


def _of_sample(picture: Picture) -> tuple[str, str] | None:
    sample = picture.sample
    if sample is None:
        return None
    platform = picture.case.platform
    sender = sample.message.from_
    recipient = sample.message.to[0] if sample.message.to else None
    submitted = next((hop for hop in sample.hops if is_submission(hop)), None)
    if submitted and is_platform_host(submitted.by, platform) and is_ours(recipient, picture) is not True:
        return "outbound", f"handed in by its sender at {submitted.by}"
    if sample.hops and is_platform_host(sample.hops[-1].by, platform):
        return "inbound", f"delivered by {sample.hops[-1].by}"
    return _by_people(sender, recipient, picture) or _by_requester(sender, recipient, picture)


def _by_people(sender: str | None, recipient: str | None, picture: Picture) -> tuple[str, str] | None:
    if is_ours(recipient, picture):
        return "inbound", f"{domain_of(recipient)} lives on the platform"
    if is_ours(sender, picture):
        return "outbound", f"{domain_of(sender)} lives on the platform"
    if sender is None and is_ours(recipient, picture) is False and is_ours(picture.requester, picture):
        return "outbound", f"{domain_of(recipient)} lives elsewhere, and the requester here"
    return None


def _by_hosts(picture: Picture) -> tuple[str, str] | None:
    report, platform = picture.report, picture.case.platform
    assert report is not None and report.ndr is not None
    reporting = report.ndr.reporting_mta
    for item in picture.failing():
        if is_platform_host(item.remote_mta, platform) and not is_platform_host(reporting, platform):
            return "inbound", f"{item.remote_mta} is the platform's and refused it"
        if item.rejected_by is RejectedBy.THIRD_PARTY and is_platform_host(reporting, platform):
            return "outbound", f"{reporting} sent it on and another provider refused it"
    return None


def _by_requester(sender: str | None, recipient: str | None, picture: Picture) -> tuple[str, str] | None:
    own = picture.requester_domain
    if own is None:
        return None
    refused_here = any(item.rejected_by is RejectedBy.PLATFORM for item in picture.failing())
    if domain_of(recipient) == own or (domain_of(sender) == own and refused_here):
        return "inbound", "by who asks and who refused"
    if asks_from_outside(sender, recipient, picture):
        return "inbound", "its sender asks from a mailbox that is a provider's for everybody"
    if domain_of(sender) == own:
        return "outbound", "the requester's side sent it"
    return None
