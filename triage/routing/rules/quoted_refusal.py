"""Only a line of the report is quoted: the host it names tells whose refusal it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.vocabulary import ProblemKind, Route
from triage.details.ndr import told_line
from triage.details.telling import Telling
from triage.facts.hosts import ips_in, is_platform_host, is_platform_ip
from triage.facts.picture import is_ours
from triage.model import Finding
from triage.quoted import ADDRESS, OF_A_MAILBOX, own_refusal
from triage.routing.platform_fault import LINK_OR_ADDRESS, claims_relay
from triage.routing.vote import Vote, issue

_HOST = re.compile(r"\b(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,20}\b", re.I)
_SPEAKER = re.compile(r"\(((?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,20})\)\W*$", re.I)
""" "… refused as spam (imf09.example.org)": filters sign what they say."""
_LISTED = re.compile(r"spamhaus|spamcop|barracuda|sorbs|dnsbl|\brbl\b|black ?list|block ?list|listed", re.I)


def votes(telling: Telling, findings: tuple[Finding, ...]) -> Iterator[Vote]:
    if telling.picture.reports:
        return
    line = told_line(telling)
    if line is None:
        return
    platform = telling.case.platform
    if _LISTED.search(line) and any(is_platform_ip(ip, platform) for ip in ips_in(line)):
        yield issue(
            ProblemKind.OUTBOUND_BOUNCED,
            5.0,
            "the quoted line names an address of the platform",
            "quoted line",
        )
        return
    if _LISTED.search(line) and ips_in(line) and claims_relay(telling) and not platform.networks:
        said = "the quoted line blocks an address that the requester knows as the platform's"
        yield issue(ProblemKind.OUTBOUND_BOUNCED, 4.0, said, "quoted line")
        return
    if own := own_refusal(telling):
        said = f"the quoted line refuses mail to {own.address}, a mailbox of the requester's side"
        yield issue(ProblemKind.INBOUND_REJECTED, 6.0, said, "quoted line")
        return
    before = re.split(r"\bsaid\b|\brejected\b|:\s[45]\d\d\b", line)[0]
    hosts = _HOST.findall(LINK_OR_ADDRESS.sub(" ", before))
    hosts += _SPEAKER.findall(line) or _announced(line, telling)
    if any(is_platform_host(host, platform) for host in hosts):
        for problem in (ProblemKind.INBOUND_REJECTED, ProblemKind.OUTBOUND_REFUSED):
            yield issue(problem, 2.0, "the quoted line was written by the platform", "quoted line")
    elif hosts and platform.mail_hosts:
        yield Vote(
            Route.THIRD_PARTY_REJECT, 3.0, f"the quoted line was written by {hosts[-1]}", "quoted line"
        )
    elif OF_A_MAILBOX.search(line):
        yield from _by_address(line, telling)


def _announced(line: str, telling: Telling) -> list[str]:
    """The host in the line before, where that ends in a colon: "mx.example.org rejected your message:"."""
    text = telling.text if line in telling.text or telling.quoted is None else telling.quoted.text
    before = text[: max(text.find(line), 0)].rstrip("> \t\r\n").rpartition("\n")[2]
    if not before.endswith(":"):
        return []
    hosts = dict.fromkeys(_HOST.findall(LINK_OR_ADDRESS.sub(" ", before)))
    return list(hosts) if len(hosts) == 1 else []


def _by_address(line: str, telling: Telling) -> Iterator[Vote]:
    """Who refused is not said, but the line is about a recipient: whose mailbox is it?"""
    for address in ADDRESS.findall(line):
        ours = is_ours(address, telling.picture)
        if ours is False:
            where = f"the quoted line is about {address}, a mailbox elsewhere"
            yield Vote(Route.THIRD_PARTY_REJECT, 2.5, where, "quoted line")
            return
        if ours:
            where = f"the quoted line is about {address}, a mailbox of the platform"
            yield issue(ProblemKind.INBOUND_REJECTED, 6.0, where, "quoted line")
            return
