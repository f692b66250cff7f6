"""Whose domain or address is a finding about, and whose is it to mend?

A check looks at the DNS of whoever appears in a mail: the requester, the other side of a delivery, a forger.
Advice on a record is for its owner. It is never the requester's, or ours, only because it stands on the
ticket.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from knowledge.providers import is_everybodys
from knowledge.vocabulary import Platform, ProblemKind, Route, WhoCanFix
from triage.checks.standards.names import organisational
from triage.facts.hosts import domain_of, is_platform_host, is_platform_ip

_UNWANTED = frozenset({ProblemKind.SPOOFED, ProblemKind.SPAM_RECEIVED, ProblemKind.SPAM_FLOOD})
_NAMES = ("domain", "of", "helo", "ip")


class Side(StrEnum):
    REQUESTER = "requester"
    OURS = "ours"
    THEIRS = "theirs"
    """Somebody's who is neither the requester nor the platform."""


@dataclass(frozen=True)
class Whose:
    """`about`: the domain or address that was looked at, empty where a finding is about none of them."""

    about: str = ""
    owner: Side | None = None
    mends: Side | None = None
    """Whose advice it is; `None`: it cannot be told apart, or nothing is advised."""
    unwanted: bool = False
    """It is about a stranger whose mail nobody wants: their DNS is nobody's worry here."""


@dataclass(frozen=True)
class Sides:
    """Who is who on one ticket, from its own rows."""

    requester: str | None
    """An address, or what a channel calls its author."""
    recipients: tuple[str, ...]
    unwanted: bool
    platform: Platform
    proven: Mapping[str, str]
    """Sending address -> the domain that allows it (SPF)."""

    def of(self, finding_data: Mapping[str, Any], who: WhoCanFix | None, advised: bool) -> Whose:
        """One finding by its data, and by who can mend it."""
        about = next((str(found) for name in _NAMES if (found := finding_data.get(name))), "")
        if not about:
            return Whose()
        ip = finding_data.get("ip")
        # a server may call itself anything: it belongs to whom its address belongs to
        owner = self._owner(str(ip) if ip and about == finding_data.get("helo") else about)
        if self.unwanted and ip and about != ip and finding_data.get("verdict", "pass") != "pass":
            mends = Side.THEIRS  # that a record does not allow a forger's host is no fault of the record
        elif who is WhoCanFix.PLATFORM:
            mends = Side.OURS
        elif who is WhoCanFix.SENDER and owner is Side.THEIRS and self._is_recipient(about):
            mends = None  # such as a slip in the address: for whoever wrote the mail
        else:
            mends = owner
        theirs = Side.THEIRS in (owner, mends)
        return Whose(about, owner, mends if advised else None, self.unwanted and theirs)

    def _owner(self, about: str) -> Side | None:
        domain = self.proven.get(about, about)
        if is_platform_host(domain, self.platform) or is_platform_ip(about, self.platform):
            return Side.OURS
        if domain.replace(".", "").isdigit() or ":" in domain:
            return Side.THEIRS if self.unwanted else None
        mine = domain_of(self.requester)
        if mine and not is_everybodys(mine) and _same(domain, mine):
            return Side.REQUESTER
        return Side.THEIRS

    def _is_recipient(self, about: str) -> bool:
        return any(_same(about, domain) for item in self.recipients if (domain := domain_of(item)))


def sides_of(
    *,
    requester: str | None,
    recipients: Iterable[str],
    route: str | None,
    problem: str | None,
    platform: Platform,
    data: Iterable[Mapping[str, Any]],
) -> Sides:
    """`data`: of all findings of the ticket; they say which domain a sending address belongs to."""
    proven = {
        str(item["ip"]): str(item["domain"])
        for item in data
        if item.get("ip") and item.get("domain") and item.get("verdict") == "pass"
    }
    unwanted = route in (Route.NEWSLETTER, Route.JUNK_EXPECTED) or problem in _UNWANTED
    return Sides(requester, tuple(recipients)[:20], unwanted, platform, proven)


def _same(one: str, other: str) -> bool:
    return organisational(one.lower().rstrip(".")) == organisational(other.lower().rstrip("."))
