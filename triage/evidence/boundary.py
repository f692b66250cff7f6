"""Which header fields did the receiving platform write, and which are the sender's claims?

Servers put their fields on top. So, read from the top, all is the platform's down to the `Received` by which
it took the mail from somebody else; and what its host wrote directly below that line (Gmail and Hosted Email
do that), up to the next `Received` or the author's first field. Everything below may be forged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.vocabulary import Platform
from triage.evidence.fields import Field
from triage.evidence.hops import read_hop, reverse_name
from triage.evidence.hosts import in_networks, is_inside, matches, normal_ip, organisation
from triage.model import Hop

_NOT_OURS = frozenset(
    {
        "received",
        "from",
        "to",
        "cc",
        "subject",
        "date",
        "message-id",
        "mime-version",
        "content-type",
        "dkim-signature",
    }
)


@dataclass(frozen=True)
class Trusted:
    """`fields`: those that the platform may have written, topmost first.

    `written`: so many of them stand above the platform's own lowest `Received`, and are surely its own.
    `handover`: that `Received`, by which the mail came in from outside.
    """

    fields: tuple[Field, ...] = ()
    written: int = 0
    handover: Hop | None = None
    hosts_known: bool = True
    receiver: str | None = None
    """Where no hosts are known: the organisation that received the mail last."""


def find_trusted(fields: Sequence[Field], platform: Platform) -> Trusted:
    """Where the platform ends; without any `Received` every field may be its own (an excerpt)."""
    ours = _Ours(platform)
    lowest = -1
    received = 0
    for at, (name, value) in enumerate(fields):
        if name.lower() != "received":
            continue
        received += 1
        hop = read_hop(value)
        if not ours.wrote(hop):
            break
        lowest = at
        came_from_ours = ours.handed_on(hop, value)
        if came_from_ours is None:
            # A relay of ours whose address has another name, unless the border's own results follow here.
            came_from_ours = not _results_follow(fields, at + 1)
        if not came_from_ours:
            return _cut(fields, lowest, hop, ours)
    if not received:
        return Trusted(tuple(fields), 0, None, ours.known)
    return _cut(fields, lowest, None, ours)


def _cut(fields: Sequence[Field], lowest: int, handover: Hop | None, ours: _Ours) -> Trusted:
    if lowest < 0:
        return Trusted((), 0, None, ours.known, ours.receiver)
    end = lowest + 1
    while end < len(fields) and fields[end][0].lower() not in _NOT_OURS:
        end += 1
    return Trusted(tuple(fields[:end]), lowest + 1, handover, ours.known, ours.receiver)


def _results_follow(fields: Sequence[Field], start: int) -> bool:
    for name, _ in fields[start:]:
        key = name.lower()
        if key in _NOT_OURS:
            return False
        if key in ("authentication-results", "received-spf") or key.startswith("x-he-"):
            return True
    return False


class _Ours:
    """Whose host is it? With no hosts known: the organisation's that received the mail last."""

    def __init__(self, platform: Platform) -> None:
        self.known = bool(platform.mail_hosts)
        self._patterns = platform.mail_hosts
        self._networks = platform.networks
        self.receiver: str | None = None

    def wrote(self, hop: Hop) -> bool:
        """Did one of ours write this line?"""
        if hop.by is None or normal_ip(hop.by) or "." not in hop.by or hop.by.startswith("localhost"):
            return True  # a line inside one machine names no host
        if not self.known and self.receiver is None:
            self.receiver = organisation(hop.by)
        return self._is_ours(hop.by)

    def handed_on(self, hop: Hop, value: str) -> bool | None:
        """Did one of ours hand the mail to it, so that the next line is ours as well?

        `None`: the client called itself one of ours, but its address has a name that is not.
        """
        if (hop.from_ is None and hop.ip is None) or is_inside(hop.ip) or in_networks(hop.ip, self._networks):
            return True
        found = reverse_name(value)
        if found == "":
            return False
        if self._is_ours(found or hop.from_):
            return True
        return None if self._is_ours(hop.from_) else False

    def _is_ours(self, host: str | None) -> bool:
        if self.known:
            return matches(host, self._patterns)
        return bool(host) and organisation(host) == self.receiver
