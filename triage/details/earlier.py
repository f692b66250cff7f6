"""What the first mail of a ticket quotes: an earlier conversation, a forwarded mail, a pasted original.

It is told by somebody else, so "me" is its author there. Its printed head (From, Sent, To, in any language)
says who wrote to whom; it is no header, so no sample.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from triage.details.lexicon import TEXT_LIMIT
from triage.evidence.addresses import read_mailboxes
from triage.evidence.inline import InlineMail, printed_head
from triage.evidence.quotes import old_text
from triage.facts.hosts import domain_of
from triage.facts.report import is_machine
from triage.model import Case
from triage.own_side import desk_address

_WROTE_ADDRESS = re.compile(r"[\w.+=-]{1,64}@[\w.-]{1,200}\w")


@dataclass(frozen=True)
class Earlier:
    """`text`: below the printed head. `author` is empty where none is named."""

    text: str
    author: str = ""
    to: tuple[str, ...] = ()
    date: str = ""
    """As printed."""
    by_machine: bool = False
    """A mail server wrote it: it went to who had sent the mail in question."""


def earlier_mail(case: Case) -> Earlier | None:
    """What the opening mail quotes; nothing where it quotes the desk itself."""
    opening = case.messages[0] if case.messages else None
    if opening is None or opening.evidence.kind != "message":
        return None
    old = old_text(opening.evidence.text)[:TEXT_LIMIT].strip()
    if not old:
        return None
    head = printed_head(old)
    found = _by_head(old, head) if head else _by_line(old)
    return None if _is_the_desks(found, case) else found


def _is_the_desks(quoted: Earlier, case: Case) -> bool:
    """Did the desk write it, or a colleague: somebody in its domain, where the requester is not?"""
    desks = desk_addresses(case)
    domain = domain_of(quoted.author)
    if quoted.author in desks:
        return True
    if not domain or quoted.by_machine or domain == domain_of(case.requester):
        return False
    return domain in {domain_of(address) for address in desks}


def desk_addresses(case: Case) -> frozenset[str]:
    """The desk's own addresses: of its profile, and the one that the opening mail was sent to."""
    found = {address.lower() for address in case.platform.help_addresses}
    opening = case.messages[0].evidence if case.messages else None
    written = desk_address(opening) if opening else None
    return frozenset({*found, written.lower()} if written else found)


def _by_head(text: str, head: InlineMail) -> Earlier:
    authors = _addresses(head.fields.get("from", ""))
    author = authors[0] if authors else ""
    named = re.search(r"mail delivery|mailer.?daemon|mail system", head.fields.get("from", ""), re.I)
    by_machine = is_machine(author) or bool(named)
    to = _addresses(head.fields.get("to", ""))
    return Earlier(head.text or text, author, to, head.fields.get("date", "")[:200], by_machine)


def _by_line(text: str) -> Earlier:
    """By the line "On … anna@… wrote:"."""
    lines = text.split("\n")
    for at, line in enumerate(lines[:4]):
        found = _WROTE_ADDRESS.search(line[:300])
        if found and line.rstrip().endswith(":"):
            return Earlier("\n".join(lines[at + 1 :]), found[0].lower(), date=line[:200])
    return Earlier(text)


def _addresses(value: str) -> tuple[str, ...]:
    boxes: Iterable[str | None] = (box.address for box in read_mailboxes(value[:2_000]))
    plain = [address.lower() for address in boxes if address]
    if not plain:
        # "Anna [mailto:anna@…]" and the like
        plain = [match.lower() for match in _WROTE_ADDRESS.findall(value[:2_000])]
    return tuple(dict.fromkeys(plain))[:20]
