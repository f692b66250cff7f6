"""Which header fields did the receiving platform write, and which are the sender's claims?

Servers put their fields on top. So what stands above the first `Received` that a foreign host wrote is the
platform's; between the platform's own lowest `Received` and the author's first field stands what the
receiving host added below its line (Gmail and Hosted Email do that).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.vocabulary import Platform
from triage.evidence.fields import Field
from triage.evidence.hops import read_hop
from triage.evidence.hosts import matches, normal_ip, organisation
from triage.model import Hop

_AUTHORS_OWN = frozenset(
    {"from", "to", "cc", "subject", "date", "message-id", "mime-version", "content-type", "dkim-signature"}
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


def find_trusted(fields: Sequence[Field], platform: Platform) -> Trusted:
    """Where the platform ends; without any `Received` every field may be its own (an excerpt)."""
    ours = _Ours(platform)
    lowest = -1
    handover: Hop | None = None
    received = 0
    for at, (name, value) in enumerate(fields):
        if name.lower() != "received":
            continue
        received += 1
        hop = read_hop(value)
        if not ours.wrote(hop):
            return _cut(fields, at, lowest, handover, ours)
        if hop.by is not None and hop.from_ is not None:
            lowest, handover = at, hop
    if not received:
        return Trusted(tuple(fields), 0, None, ours.known)
    return _cut(fields, len(fields), lowest, handover, ours)


def _cut(fields: Sequence[Field], foreign: int, lowest: int, handover: Hop | None, ours: _Ours) -> Trusted:
    if lowest < 0:
        return Trusted((), 0, None, ours.known)
    end = lowest + 1
    while end < foreign and fields[end][0].lower() not in _AUTHORS_OWN:
        end += 1
    return Trusted(tuple(fields[:end]), lowest + 1, handover, ours.known)


class _Ours:
    """Is a hop's host the platform's? With no hosts known: of the organisation that received it last."""

    def __init__(self, platform: Platform) -> None:
        self.known = bool(platform.mail_hosts)
        self._patterns = platform.mail_hosts
        self._last: str | None = None

    def wrote(self, hop: Hop) -> bool:
        if hop.by is None or normal_ip(hop.by) or "." not in hop.by or hop.by.startswith("localhost"):
            return True  # a line inside one machine names no host
        if self.known:
            return matches(hop.by, self._patterns)
        if self._last is None:
            self._last = organisation(hop.by)
        return organisation(hop.by) == self._last
