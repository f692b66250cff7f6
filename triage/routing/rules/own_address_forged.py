"""The sample bears the requester's own domain as its sender, but did not come from the platform."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.vocabulary import ProblemKind
from triage.details.telling import Telling
from triage.facts.hosts import domain_of, is_platform_ip
from triage.facts.journey import is_submission
from triage.facts.picture import is_ours
from triage.model import Evidence, Finding
from triage.routing.vote import Vote, issue


def votes(telling: Telling, findings: tuple[Finding, ...]) -> Iterator[Vote]:
    said_so = telling.words.has("not_mine")
    for sample in telling.picture.samples[:5]:
        if not _bears_own_name(sample, telling):
            if sample.sender.suspicious and said_so:
                yield issue(
                    ProblemKind.SPOOFED,
                    3.0,
                    sample.sender.why or "the sender is not proven",
                    "the sample's header",
                )
                return
            continue
        if _came_from_here(sample, telling):
            if said_so:
                yield issue(
                    ProblemKind.ACCOUNT_COMPROMISED,
                    9.0,
                    "it was sent from inside the account, after a login, and its owner did not write it",
                    "the sample's Received",
                )
                return
        elif _is_unproven(sample):
            weight = 11.0 if said_so else 3.5
            yield issue(
                ProblemKind.SPOOFED,
                weight,
                "it bears an address of this side but came from elsewhere",
                "the sample's header",
            )
            return


def _bears_own_name(sample: Evidence, telling: Telling) -> bool:
    sender = sample.message.from_
    domain = domain_of(sender)
    return bool(domain) and (
        domain == telling.picture.requester_domain or bool(is_ours(sender, telling.picture))
    )


def _came_from_here(sample: Evidence, telling: Telling) -> bool:
    ip = sample.authentication.sending_ip
    if is_platform_ip(ip, telling.case.platform):
        return True
    first = next((hop for hop in sample.hops if is_submission(hop)), None)
    return first is not None and sample.authentication.spf not in ("fail", "softfail")


def _is_unproven(sample: Evidence) -> bool:
    said = sample.authentication
    if said.dmarc == "pass" or (said.dkim == "pass" and said.dkim_aligned):
        return False
    return said.dmarc == "fail" or said.spf in ("fail", "softfail", "none") or sample.sender.suspicious
