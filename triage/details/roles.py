"""Who sent and who should have received, from evidence first, then from the requester's words.

"Me" is the recipient of incoming and the sender of outgoing mail; "anyone I write to" and "all our
users" are answers, too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from knowledge.vocabulary import Detail, ProblemKind
from triage.details.addresses import Named, is_own, named_addresses
from triage.details.copied_in import copied_in, on_sides, without_informed
from triage.details.forged import somebody_else_got_it
from triage.details.in_passing import without_passing
from triage.details.meaning import answered
from triage.details.named_sides import by_addresses
from triage.details.not_theirs import is_not_theirs
from triage.details.our_domain import own_domain_sends
from triage.details.overheard import printed_roles
from triage.details.signed_off import without_signatures
from triage.details.somebody_else import somebody_else
from triage.details.spoken_sides import (
    as_me,
    is_forged,
    many,
    nobody_else,
    our_side,
    outsider,
    sent_by_me,
    their_side,
)
from triage.details.telling import Telling
from triage.facts.journey import PRINTED


@dataclass(frozen=True)
class Roles:
    senders: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()


def roles(telling: Telling) -> Roles:
    """Senders and recipients of the mail that the ticket is about, as far as they are told."""
    found = _apart(_told_here(telling), telling)
    if telling.earlier is not None and not (found.senders and found.recipients):
        quoted = overheard(telling)
        found = Roles(found.senders or quoted.senders, found.recipients or quoted.recipients)
    if found.senders or not telling.outgoing or is_not_theirs(telling):
        return found
    return replace(found, senders=nobody_else(telling))


def _apart(found: Roles, telling: Telling) -> Roles:
    """Nobody is on both sides, but for a mail in one's own name to oneself: the other one was not told."""
    both = set(found.senders) & set(found.recipients)
    if not both or is_forged(telling):
        return found
    others = tuple(address for address in found.recipients if address not in both)
    senders = tuple(address for address in found.senders if address not in both)
    if others or telling.outgoing:
        anybody = () if others or not telling.outgoing else their_side(telling, outgoing=True)
        return replace(found, recipients=others or anybody)
    return replace(found, senders=senders) if not _evidence("sender", telling) else found


def overheard(telling: Telling) -> Roles:
    """What the quoted mail tells: by its printed head, and by the words of its author."""
    earlier, quoted = telling.earlier, telling.quoted
    assert earlier is not None and quoted is not None
    author = quoted.author
    if quoted.by_machine:
        return Roles(quoted.to[:1], ())
    inner = replace(earlier, route=telling.route, problem=telling.problem)
    if author and not is_own(author, telling):
        # an outsider's "me" is the other side
        inner = replace(inner, picture=replace(inner.picture, case=replace(inner.case, requester=None)))
    told = _told_here(inner)
    senders, recipients = printed_roles(telling, quoted)
    return Roles(told.senders or senders, told.recipients or recipients)


def _told_here(telling: Telling) -> Roles:
    case = telling.case
    named = without_informed(without_signatures(named_addresses(telling), telling), telling)
    named = without_passing(named, telling)
    outgoing = telling.outgoing or _goes_out(telling, named)
    domain = own_domain_sends(telling) if outgoing else ()
    senders = _known(case.known.get("sender")) or _evidence("sender", telling)
    recipients = _known(case.known.get("recipient")) or _evidence("recipient", telling)
    senders = senders or answered(telling, Detail.SENDER)
    recipients = recipients or answered(telling, Detail.RECIPIENT)
    # an address has one role: what evidence says of it is not guessed at again
    settled = {*senders, *recipients}
    told = by_addresses(tuple(item for item in named if item.address not in settled), outgoing, telling)
    senders, recipients = senders or told[0], recipients or told[1]
    elsewhere = is_not_theirs(telling)
    ours = () if elsewhere else our_side(telling)
    theirs = their_side(telling, outgoing)
    copied = on_sides(copied_in(telling), outgoing, telling)
    if outgoing:
        if sent_by_me(telling) and telling.picture.requester and not elsewhere:
            ours = ours or (telling.picture.requester,)
        if telling.words.has("we_write", telling.language) and not elsewhere:
            ours = ours or nobody_else(telling)
        return Roles(senders or domain or ours or copied[0], recipients or theirs or copied[1])
    senders = senders or as_me(telling) or theirs or copied[0] or outsider(recipients, telling)
    if somebody_else_got_it(named, telling) or (is_forged(telling) and somebody_else(telling)):
        ours = ()
    return Roles(senders, recipients or ours or copied[1] or many(telling))


def _known(value: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (value or "").split(",") if part.strip())


def _evidence(name: str, telling: Telling) -> tuple[str, ...]:
    """From the report or sample that decides; several samples name all their senders."""
    found = tuple(
        fact for fact in telling.facts.items if fact.name == name and not fact.source.startswith(PRINTED)
    )
    if not found:
        return ()
    report = [fact for fact in found if fact.source.startswith("delivery report")]
    return tuple(dict.fromkeys(fact.value for fact in (report or found)))[:50]


def _goes_out(telling: Telling, named: tuple[Named, ...]) -> bool:
    """For a delay: this side writes, or the only address is somebody else's, and mail goes to it."""
    if telling.problem is not ProblemKind.DELAYED or telling.facts.get("direction"):
        return False
    if telling.words.has("we_write", telling.language) or own_domain_sends(telling):
        return True
    if sent_by_me(telling) and any(item.role == "recipient" for item in named):
        return True
    foreign = [item for item in named if not is_own(item.address, telling)]
    return bool(foreign) and all(item.role == "recipient" for item in foreign)
