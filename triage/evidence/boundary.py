"""Which header fields did the receiving platform write, and which are the sender's claims?

Servers put their fields on top. So, read from the top, all is the platform's down to the `Received` by which
it took the mail from somebody else; and what its host wrote directly below that line (Gmail and Hosted Email
do that), up to the next `Received` or the author's first field. Everything below may be forged.

Filters also append fields at the header's end, below the author's own. From the one on that names the
queue id of a `Received` line of the platform they are its own: the sender could not know that id. And a field
that by the profile its hosts write on every mail is theirs where it stands last, if none stands further up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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


_QUEUE_ID = re.compile(r"\bid ([0-9A-Za-z]{8,40})(?![^\s;)])")
_CLIENT_IP = re.compile(r"\bclient-ip=([0-9A-Fa-f.:]{2,45})")


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
    appended: tuple[Field, ...] = ()
    """Fields further down that are surely the platform's."""
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
        return Trusted((), 0, None, ours.known, (), ours.receiver)
    end = lowest + 1
    while end < len(fields) and fields[end][0].lower() not in _NOT_OURS:
        end += 1
    above = tuple(fields[:end])
    appended = list(fields[_proven_from(fields, lowest, end) :])
    if handover is not None:
        appended += _always_written(fields, end, handover, ours.own_fields, appended)
    return Trusted(above, lowest + 1, handover, ours.known, tuple(appended), ours.receiver)


def _proven_from(fields: Sequence[Field], lowest: int, end: int) -> int:
    """Where the fields begin that somebody appended who knew the mail's id in the platform's queue."""
    received = (value for name, value in fields[: lowest + 1] if name.lower() == "received")
    ids = {queue_id for value in received for queue_id in _QUEUE_ID.findall(value[:4_096])}
    if not ids:
        return len(fields)
    found = (at for at in range(end, len(fields)) if fields[at][1].strip() in ids)
    return next(found, len(fields))


def _always_written(
    fields: Sequence[Field], end: int, handover: Hop, names: frozenset[str], known: Sequence[Field]
) -> Iterator[Field]:
    """The last of each field that the platform writes on every mail, unless one surely is its own."""
    missing = names - {name.lower() for name, _ in (*fields[:end], *known)}
    for name, value in reversed(fields[end:]):
        key = name.lower()
        if key in missing:
            missing -= {key}
            client = _CLIENT_IP.search(value)
            if client is None or handover.ip is None or normal_ip(client.group(1)) == handover.ip:
                yield name, value


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
        # the desk's address may be hosted elsewhere: whoever received the mail last counts
        self.known = bool(platform.mail_hosts) and not platform.hosts_assumed
        self._patterns = platform.mail_hosts
        self._networks = platform.networks
        self.own_fields = frozenset(name.lower() for name in platform.own_fields)
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
