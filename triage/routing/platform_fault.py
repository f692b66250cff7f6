"""Did something that the platform owns cause a refusal: its listed address, its relay, its signing?"""

from __future__ import annotations

import re
from collections.abc import Iterator

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

_HOST = re.compile(r"\b(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,20}\b", re.I)
LINK_OR_ADDRESS = re.compile(r"https?://\S{1,500}|[^\s<>]{1,128}@[^\s<>]{1,253}")
_SIGNER = re.compile(r"\bd ?= ?([\w-][\w.-]{0,251}\w)")
_HOST_OF_IP = re.compile(
    r"\d{1,3}(?:\.\d{1,3}){3}\]? \(((?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,20})\)"
    r"|((?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,20}) ?\[\d{1,3}(?:\.\d{1,3}){3}\](?! said)",
    re.I,
)
""" "[192.0.2.7] (out1.example.org) blocked", "out1.example.org[192.0.2.7]"."""
_LONGEST = 4000
_BESIDE = 80
_ASKED = re.compile(r"[^.!?;\n]{0,200}\?")
_REPORTING = re.compile(
    r"(?:reporting-mta: ?dns; ?|generating server: ?|mail system at host )([\w.-]{1,253}\w)", re.I
)


def found_by_check(item: RecipientReport, telling: Telling) -> bool:
    """Would the evidence alone not say so? Then a finding does."""
    return platform_fault(item, telling, ()) is None


def platform_fault(item: RecipientReport, telling: Telling, findings: tuple[Finding, ...]) -> str | None:
    """What of the platform's it is, in words; `None` where nothing says so."""
    line = item.diagnostic or item.evidence or ""
    if item.reason is Reason.RELAY_DENIED and _from_platform(telling):
        return None
    if signer := _own_signature(line, telling):
        return f"the refusing server finds fault with the DKIM signature of {signer}, the platform's own"
    if not is_of_an_address(item):
        return None
    named = ips_in(line)
    own = [ip for ip in named if is_platform_ip(ip, telling.case.platform)]
    own += [ip for ip in named if ip not in own and _is_platform_hop(ip, telling)]
    own += [ip for ip in named if ip not in own and _is_said_with_host(ip, telling)]
    own += [host for host in _hosts_named(line, item) if is_platform_host(host, telling.case.platform)]
    own += [ip for ip in named if ip not in own and _is_handed_out(telling)]
    if own:
        return f"the refusing server names {own[0]}, an address of the platform"
    if _OF_A_DOMAIN.search(line):
        return None
    if named and not telling.case.platform.networks and _from_platform(telling):
        return f"the refusing server names {named[0]}, from which it took the mail of a host of the platform"
    if is_claimed(item, telling):
        return "the refusing server blocks an address that the requester knows as the platform's"
    if named:
        return None
    listed = _listed(telling, findings)
    if listed:
        return f"{listed}, an address of the platform, is on a blocklist"
    if item.reason is Reason.BLOCKLISTED and _from_platform(telling):
        return "the refusing server blocks the host that it took the mail from, a host of the platform"
    return None


def _own_signature(line: str, telling: Telling) -> str | None:
    """The platform's domain, where a refusal for DKIM names it as the signer (`d=`, RFC 6376 section 3.5)."""
    signers = _SIGNER.findall(line[:_LONGEST]) if "dkim" in line[:_LONGEST].lower() else ()
    platform = telling.case.platform
    homes = {address.rpartition("@")[2].lower() for address in platform.help_addresses}
    return next((name for name in signers if name.lower() in homes or is_platform_host(name, platform)), None)


def is_of_an_address(item: RecipientReport) -> bool:
    """Was the mail refused for the address or host that handed it in, whatever the mail was?"""
    line = item.diagnostic or item.evidence or ""
    if item.reason is Reason.BLOCKLISTED:
        return True
    return item.reason in _ADDRESS_REASONS and _REPUTATION.search(line) is not None


def is_claimed(item: RecipientReport, telling: Telling) -> bool:
    """Does the requester call the refused address the desk's own, and nothing speaks against that?"""
    line = item.diagnostic or item.evidence or ""
    if not claims_relay(telling) or _OF_A_DOMAIN.search(line):
        return False
    return may_be_ours(item, telling)


def claims_relay(telling: Telling) -> bool:
    """ "That is your server": stated, and not asked; and the mail is not said to have gone another way."""
    words = telling.words
    if words.has("not_via_you") and not words.has("no_own_server"):
        return False
    return any(not _ASKED.match(words.text, hit.end) for hit in words.all("your_relay"))


def may_be_ours(item: RecipientReport, telling: Telling) -> bool:
    """Can the refused address be the platform's, as far as its profile and the report tell?

    Not where the profile knows its networks and this is in none, nor where a host of the requester's own
    domain handed the mail in, unless they say that they have none: the desk may have named it for them.
    """
    platform = telling.case.platform
    line = item.diagnostic or item.evidence or ""
    if platform.networks and ips_in(line):
        return False
    report = telling.picture.report
    named = _REPORTING.search(telling.text[:_LONGEST])
    reporting = (report.ndr.reporting_mta if report and report.ndr else None) or (named and named.group(1))
    if not reporting or is_platform_host(reporting, platform):
        return True
    if platform.mail_hosts and not platform.hosts_assumed:
        return False
    if telling.words.has("no_own_server"):
        return True
    homes = [home for home in (telling.picture.requester_domain, telling.facts.get("sender_domain")) if home]
    refused = _HOST_OF_IP.search(line[:_LONGEST])
    handed_in = (refused[1] or refused[2]) if refused else reporting
    return not any(is_below(handed_in, home) for home in homes)


def is_below(host: str, domain: str) -> bool:
    """Is the host the domain itself, or one below it?"""
    name = host.lower().rstrip(".")
    return name == domain or name.endswith("." + domain)


def _hosts_named(line: str, item: RecipientReport) -> list[str]:
    """Hosts in the refusing server's words but itself, those of links and of mail addresses."""
    words = LINK_OR_ADDRESS.sub(" ", line[:_LONGEST].rpartition("said:")[2])
    return [host for host in _HOST.findall(words) if host.lower() != (item.remote_mta or "").lower()]


def _is_platform_hop(ip: str, telling: Telling) -> bool:
    """An address outside the listed networks may still be a relay of the platform, by its name in a hop."""
    return any(
        hop.ip == ip and is_platform_host(hop.from_, telling.case.platform)
        for evidence in (*telling.picture.originals, *telling.picture.reports)
        for hop in evidence.hops
    )


def _is_handed_out(telling: Telling) -> bool:
    """The last host that the refused mail's own header names: it handed the mail to who refused it."""
    if telling.case.platform.networks:
        return False  # they tell better whose address it is
    last = [evidence.hops[-1].by for evidence in telling.picture.originals if evidence.hops]
    return bool(last) and all(is_platform_host(host, telling.case.platform) for host in last)


def _is_said_with_host(ip: str, telling: Telling) -> bool:
    """ "192.0.2.57 is out7.example.org": the requester looked up whose address it is."""
    platform, text = telling.case.platform, telling.text[:_LONGEST]
    if platform.hosts_assumed:
        return False
    around = (text[max(0, found.start() - _BESIDE) : found.end() + _BESIDE] for found in _places(ip, text))
    return any(is_platform_host(host, platform) for said in around for host in _HOST.findall(said))


def _places(ip: str, text: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"(?<![\w.:]){re.escape(ip)}(?![\w:]|\.\d)", text)


def _from_platform(telling: Telling) -> bool:
    report = telling.picture.report
    return bool(report and report.ndr and is_platform_host(report.ndr.reporting_mta, telling.case.platform))


def _listed(telling: Telling, findings: tuple[Finding, ...]) -> str | None:
    ip = telling.facts.get("sending_ip")
    if not is_platform_ip(ip, telling.case.platform):
        return None
    found = any(finding.check == "blocklist" and finding.status is Status.FAIL for finding in findings)
    return ip if found else None
