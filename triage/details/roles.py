"""Who sent and who should have received, from evidence first, then from the requester's words.

"Me" is the recipient of incoming and the sender of outgoing mail; "anyone I write to" and "all our
users" are answers, too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge.vocabulary import Detail, ProblemKind
from triage.details import affected_users, junk_checked
from triage.details.addresses import Named, is_own, named_addresses
from triage.details.forged import forged_sides, is_forged, somebody_else_got_it
from triage.details.lexicon import Hit, fold
from triage.details.meaning import answered
from triage.details.our_domain import own_domain_sends
from triage.details.overheard import printed_roles
from triage.details.telling import Telling
from triage.facts.journey import PRINTED
from triage.facts.picture import is_ours

_SHORTEST_NAME = 4


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
    return found if found.senders or not telling.outgoing else replace(found, senders=_nobody_else(telling))


def _apart(found: Roles, telling: Telling) -> Roles:
    """Nobody is on both sides, but for a mail in one's own name to oneself: the other one was not told."""
    both = set(found.senders) & set(found.recipients)
    if not both or is_forged(telling):
        return found
    others = tuple(address for address in found.recipients if address not in both)
    senders = tuple(address for address in found.senders if address not in both)
    if others or telling.outgoing:
        anybody = () if others or not telling.outgoing else _their_side(telling, outgoing=True)
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
    named = named_addresses(telling)
    outgoing = telling.outgoing or _goes_out(telling, named)
    domain = own_domain_sends(telling) if outgoing else ()
    senders = _known(case.known.get("sender")) or _evidence("sender", telling)
    recipients = _known(case.known.get("recipient")) or _evidence("recipient", telling)
    senders = senders or answered(telling, Detail.SENDER)
    recipients = recipients or answered(telling, Detail.RECIPIENT)
    # an address has one role: what evidence says of it is not guessed at again
    settled = {*senders, *recipients}
    told = _told(tuple(item for item in named if item.address not in settled), outgoing, telling)
    senders, recipients = senders or told.senders, recipients or told.recipients
    ours = _our_side(telling)
    theirs = _their_side(telling, outgoing)
    if outgoing:
        if telling.words.has("i_sent", telling.language) and telling.picture.requester:
            ours = ours or (telling.picture.requester,)
        if telling.words.has("we_write", telling.language):
            ours = ours or _nobody_else(telling)
        return Roles(senders or domain or ours, recipients or theirs)
    senders = senders or _as_me(telling) or theirs or _outsider(recipients, telling)
    if somebody_else_got_it(telling) or (is_forged(telling) and _others(telling)):
        ours = ()
    return Roles(senders, recipients or ours or _many(telling))


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
    if telling.words.has("i_sent", telling.language) and any(item.role == "recipient" for item in named):
        return True
    foreign = [item for item in named if not is_own(item.address, telling)]
    return bool(foreign) and all(item.role == "recipient" for item in foreign)


def _told(named: tuple[Named, ...], outgoing: bool, telling: Telling) -> Roles:
    if is_forged(telling) or _is_named_as_sender(named, telling):
        forged = forged_sides(named, telling)
        return Roles(tuple(dict.fromkeys(forged[0])), tuple(dict.fromkeys(forged[1])))
    senders: list[str] = []
    recipients: list[str] = []
    unclear: list[Named] = []
    for item in named:
        if item.role == "sender":
            senders.append(item.address)
        elif item.role == "recipient":
            recipients.append(item.address)
        else:
            unclear.append(item)
    if telling.problem is ProblemKind.ACCOUNT_COMPROMISED:
        recipients = recipients or [item.address for item in unclear[:1]] or senders[:1]
    unclear = [item for item in unclear if item.address not in {*senders, *recipients}]
    settled = bool(senders), bool(recipients)
    mine = not outgoing and telling.words.has("me_indeed", telling.language)
    for item in unclear:
        # by elimination: the requester's side receives what comes in and sends what goes out
        sends = is_own(item.address, telling) == outgoing
        spoofed = telling.problem is ProblemKind.SPOOFED
        if (mine or spoofed) and item.address != telling.picture.requester:
            # "my boss's mails (boss@…, here) land in my Junk", and whoever was forged
            sends = True
        side, other = (senders, recipients) if sends else (recipients, senders)
        if not side:
            side.append(item.address)
        elif settled[0 if sends else 1] and not other:
            # mail within the house: one side was told, so this is the other one
            other.append(item.address)
    _untangle(senders, recipients, outgoing, telling)
    return Roles(tuple(dict.fromkeys(senders)), tuple(dict.fromkeys(recipients)))


def _is_named_as_sender(named: tuple[Named, ...], telling: Telling) -> bool:
    """ "With the sender anna@… (here)": on a forged mail that is the forged address."""
    if telling.problem is not ProblemKind.SPOOFED:
        return False
    return any(item.role == "sender" and item.address == telling.picture.requester for item in named)


def _untangle(senders: list[str], recipients: list[str], outgoing: bool, telling: Telling) -> None:
    """What the sides of the requester and of the others say of who wrote to whom.

    "Anna@… (here) gets no mail of bob@… (elsewhere)": a genitive is no sender when somebody else is one.
    "bob@… (elsewhere) gets an error when he writes to anna@…": he is told of the failure, so he sent it.
    "It came back from bob@…": mail that went out went to him. What never left came back from nobody.
    """
    if outgoing and not recipients and telling.problem is not ProblemKind.OUTBOUND_REFUSED:
        recipients.extend(address for address in senders if not is_own(address, telling))
        senders[:] = [address for address in senders if address not in recipients]
    if not outgoing and not senders and any(is_own(address, telling) for address in recipients):
        senders.extend(address for address in recipients if not is_own(address, telling))
        recipients[:] = [address for address in recipients if address not in senders]
    foreign = [address for address in recipients if not is_own(address, telling)]
    if not outgoing and not senders and foreign and _is_to_us(telling):
        # "bob@… (elsewhere) gets an error when he writes to me"
        senders.extend(foreign)
        recipients[:] = [address for address in recipients if address not in foreign]
    if outgoing or recipients or telling.problem is ProblemKind.SPOOFED:
        return
    foreign = [address for address in senders if not is_own(address, telling)]
    if foreign and len(foreign) < len(senders):
        recipients.extend(address for address in senders if address not in foreign)
        senders[:] = foreign


def _is_to_us(telling: Telling) -> bool:
    words, language = telling.words, telling.language
    to_us = words.has("me_indeed", language) or words.has("us_indeed", language)
    return to_us and telling.problem is ProblemKind.INBOUND_REJECTED


def _our_side(telling: Telling) -> tuple[str, ...]:
    """The requester, where they speak of themselves or of "us"; else everybody, where they say so."""
    words, language = telling.words, telling.language
    everyone = words.all("all_users")
    mine = words.has("me_indeed", language) or words.has("only_me", language)
    if everyone and not mine:
        return (words.said(everyone[0].start, everyone[0].end),)
    somebody = bool(_others(telling))
    us = words.has("us_indeed", language) or (not somebody and _speaks_of_us(telling))
    # who knows what lies in a Junk folder has looked into their own
    me = mine or (not somebody and (_speaks_of_me(telling) or junk_checked.find(telling) is not None))
    mailbox = me or us or (not somebody and (_is_seen(telling) or _names_own_mailbox(telling)))
    return (telling.picture.requester,) if mailbox and telling.picture.requester else ()


def _is_seen(telling: Telling) -> bool:
    """Spam in the inbox, good mail in Junk: who tells of it has seen it in their own mailbox."""
    return telling.problem in (ProblemKind.SPAM_RECEIVED, ProblemKind.JUNKED_WRONGLY)


def _names_own_mailbox(telling: Telling) -> bool:
    """ "The office inbox", written by office@…; a person's own name may be a signature."""
    local = fold(telling.picture.requester or "").partition("@")[0]
    opening = telling.picture.opening
    name = fold(opening.evidence.from_name or "") if opening else ""
    return len(local) >= _SHORTEST_NAME and local not in name and local in telling.words.tokens


def _speaks_of_us(telling: Telling) -> bool:
    """ "We" or "our supplier", but not the French "nos"."""
    hits = _free("first_person_plural", telling)
    said = (telling.words.text[hit.start : hit.end] for hit in hits)
    return any(word != "nos" or telling.language != "fr" for word in said)


def _free(topic: str, telling: Telling) -> list[Hit]:
    """The hits of a topic that are no part of an address."""
    text = telling.words.text
    hits = telling.words.all(topic, telling.language)
    return [
        hit for hit in hits if text[hit.end : hit.end + 1] != "@" and text[hit.start - 1 : hit.start] != "@"
    ]


def _others(telling: Telling) -> list[Hit]:
    """Somebody else who is spoken of; not those to whom one's own mail goes ("an offer to a customer")."""
    hits = _free("somebody_else", telling)
    if not telling.outgoing:
        return hits
    text = telling.words.text
    to = telling.words.all("receives_here", telling.language)
    return [
        hit
        for hit in hits
        if not any(
            one.end <= hit.start and re.fullmatch(r" (?:\w{1,9} )?", text[one.end : hit.start]) for one in to
        )
    ]


def _many(telling: Telling) -> tuple[str, ...]:
    """ "45 employees get spam": that many receive it."""
    if telling.problem not in (ProblemKind.SPAM_FLOOD, ProblemKind.SPAM_RECEIVED):
        return ()
    said = affected_users.find(telling)
    if telling.words.has("only_me", telling.language):
        # "the others have none of it" speaks of the requester, where nobody else is spoken of
        return _nobody_else(telling)
    return (said,) if said else ()


def _as_me(telling: Telling) -> tuple[str, ...]:
    """Whose address was forged: the requester's own."""
    requester = telling.picture.requester
    forged = telling.problem is ProblemKind.SPOOFED and telling.words.has("as_me", telling.language)
    return (requester,) if forged and requester else ()


def _nobody_else(telling: Telling) -> tuple[str, ...]:
    """ "Sending fails": whoever speaks of no colleague and no customer speaks of themselves.

    The plural ("collega's") is of all the others, not of somebody.
    """
    requester = telling.picture.requester
    text = telling.words.text
    others = [hit for hit in _others(telling) if text[hit.end : hit.end + 2] != "'s"]
    return (requester,) if requester and not others else ()


def _outsider(recipients: tuple[str, ...], telling: Telling) -> tuple[str, ...]:
    """Somebody from elsewhere who writes of their mail to a mailbox here is its sender."""
    picture = telling.picture
    to_us = any(is_ours(address, picture) for address in recipients)
    if (
        picture.requester
        and to_us
        and is_ours(picture.requester, picture) is False
        and _speaks_of_me(telling)
    ):
        return (picture.requester,)
    return ()


def _speaks_of_me(telling: Telling) -> bool:
    others = (*telling.words.all("somebody_else"), *telling.words.all("not_a_mailbox"))
    spans = [(hit.start, hit.end) for hit in others]
    return any(
        not any(start <= hit.start < end for start, end in spans)
        for hit in telling.words.all("first_person", telling.language)
    )


def _their_side(telling: Telling, outgoing: bool) -> tuple[str, ...]:
    hits = telling.words.all("anybody_receives" if outgoing else "anybody_sends", telling.language)
    return (telling.words.said(hits[0].start, hits[0].end),) if hits else ()
