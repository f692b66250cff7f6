"""Did something that the platform owns cause a refusal: its listed address, its relay, its signing?"""

from __future__ import annotations

import re

from knowledge.vocabulary import Reason, Status
from triage.details.telling import Telling
from triage.facts.hosts import ips_in, is_platform_host, is_platform_ip
from triage.model import Finding, RecipientReport

_ADDRESS_REASONS = frozenset({Reason.BLOCKLISTED, Reason.SENDER_DNS, Reason.RATE_LIMITED, Reason.POLICY})
_REPUTATION = re.compile(
    r"block ?list|black ?list|listed|reputation|unsolicited|spamhaus|spamcop|barracuda|sorbs|\brbl\b|dnsbl"
    r"|\bptr\b|reverse|helo|poor|banned|blocked|sender score",
    re.I,
)
_OF_A_DOMAIN = re.compile(
    r"\bdbl\b|surbl|uribl|domain (?:is )?(?:black|block)?listed|listed domain|\burl\b", re.I
)


def found_by_check(item: RecipientReport, telling: Telling) -> bool:
    """Would the evidence alone not say so? Then a finding does."""
    return platform_fault(item, telling, ()) is None


def platform_fault(item: RecipientReport, telling: Telling, findings: tuple[Finding, ...]) -> str | None:
    """What of the platform's it is, in words; `None` where nothing says so."""
    line = item.diagnostic or item.evidence or ""
    if item.reason is Reason.RELAY_DENIED and _from_platform(telling):
        return None
    if (
        not (item.reason in _ADDRESS_REASONS and _REPUTATION.search(line))
        and item.reason != Reason.BLOCKLISTED
    ):
        return None
    named = ips_in(line)
    own = [ip for ip in named if is_platform_ip(ip, telling.case.platform)]
    own += [ip for ip in named if ip not in own and _is_platform_hop(ip, telling)]
    if own:
        return f"the refusing server names {own[0]}, an address of the platform"
    if _OF_A_DOMAIN.search(line):
        return None
    if named and not telling.case.platform.networks and _from_platform(telling):
        return f"the refusing server names {named[0]}, from which it took the mail of a host of the platform"
    if named:
        return None
    listed = _listed(telling, findings)
    if listed:
        return f"{listed}, an address of the platform, is on a blocklist"
    if item.reason is Reason.BLOCKLISTED and _from_platform(telling):
        return "the refusing server blocks the host that it took the mail from, a host of the platform"
    return None


def _is_platform_hop(ip: str, telling: Telling) -> bool:
    """An address outside the listed networks may still be a relay of the platform, by its name in a hop."""
    return any(
        hop.ip == ip and is_platform_host(hop.from_, telling.case.platform)
        for evidence in (*telling.picture.originals, *telling.picture.reports)
        for hop in evidence.hops
    )


def _from_platform(telling: Telling) -> bool:
    report = telling.picture.report
    return bool(report and report.ndr and is_platform_host(report.ndr.reporting_mta, telling.case.platform))


def _listed(telling: Telling, findings: tuple[Finding, ...]) -> str | None:
    ip = telling.facts.get("sending_ip")
    if not is_platform_ip(ip, telling.case.platform):
        return None
    found = any(finding.check == "blocklist" and finding.status is Status.FAIL for finding in findings)
    return ip if found else None
