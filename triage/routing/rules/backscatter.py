"""A bounce for a mail that the requester did not write: forged elsewhere, or sent from inside the account."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.vocabulary import ProblemKind
from triage.details.telling import Telling
from triage.facts.hosts import is_platform_host, is_platform_ip
from triage.facts.journey import is_submission
from triage.model import Finding, Hop
from triage.routing.vote import Vote, issue

_SURE = 13.0
"""More than what the report itself says of who refused: that is of no interest for a forged mail."""


def votes(telling: Telling, findings: tuple[Finding, ...]) -> Iterator[Vote]:
    report = telling.picture.report
    if report is None or report.ndr is None or not telling.words.has("not_mine"):
        return
    hops = [hop for original in telling.picture.originals for hop in original.hops]
    here = [hop for hop in hops if _is_here(hop, telling)]
    source = "what the report gave back of the mail"
    if any(is_submission(hop) for hop in here):
        yield issue(
            ProblemKind.ACCOUNT_COMPROMISED,
            _SURE,
            "it was handed in here after a login to the account",
            source,
        )
    elif hops and not here:
        yield issue(ProblemKind.SPOOFED, _SURE, "it never passed a host of the platform", source)


def _is_here(hop: Hop, telling: Telling) -> bool:
    platform = telling.case.platform
    return is_platform_host(hop.by, platform) or is_platform_ip(hop.ip, platform)
