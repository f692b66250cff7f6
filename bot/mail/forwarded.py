"""For whom did one of the team pass this mail on? Only an offer to the agent: it stands in a quoted header.

Customers forward, too, but what they forward is evidence: its author asks for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from bot.mail.own import Own
from bot.mail.requester import Requester
from triage.evidence.hosts import aligned, domain_of
from triage.model import Evidence

_MACHINE = re.compile(
    r"(?:mailer-daemon|postmaster|no-?_?\.?reply|do-?_?\.?not-?_?\.?reply|bounces?|newsletter)(?:[+=_.-].{0,64})?",
    re.IGNORECASE,
)
_DEEPEST = 5
_MOST = 20


def forwarded_for(
    evidence: Evidence, who: Requester, own: Own, colleagues: Collection[str]
) -> tuple[str, str | None] | None:
    """Address and name of the one who seems to ask; `colleagues`: the agents' addresses, in lower case."""

    def is_team(address: str) -> bool:
        if own.is_address(address) or address.lower() in colleagues:
            return True
        return any(aligned(domain_of(address), domain_of(ours)) for ours in own.addresses)

    if not is_team(who.author) or who.author.lower() != who.address.lower():
        return None
    # The mail itself, where it was sent on as it was (Resent-From, RFC 5322 section 3.6.6).
    for mail in (evidence, *_within(evidence, _DEEPEST)):
        address = mail.message.from_
        if address is None or is_team(address):
            continue
        return (address, mail.from_name) if _is_request(mail, address) else None
    return None


def _is_request(mail: Evidence, address: str) -> bool:
    """A person's mail, as far as can be told: no report, no list's, no spam."""
    if mail.kind != "message" or mail.list_marks.is_bulk or mail.spam.flag:
        return False
    return _MACHINE.fullmatch(address.partition("@")[0]) is None


def _within(evidence: Evidence, deepest: int) -> Iterator[Evidence]:
    """The mails that were passed on, outermost first: a forward may hold a forward."""
    for mail in evidence.nested[:_MOST] if deepest else ():
        yield mail
        yield from _within(mail, deepest - 1)
