"""Who is spoken of without an address: the requester's side, somebody else's, or anybody."""

from __future__ import annotations

import re

from knowledge.vocabulary import ProblemKind
from triage.details import affected_users, junk_checked
from triage.details.lexicon import Hit, fold
from triage.details.somebody_else import free, somebody_else
from triage.details.telling import Telling
from triage.details.waits_for_it import waits_for_it
from triage.facts.picture import is_ours

_SHORTEST_NAME = 4
_ASIDE_BEHIND = re.compile(
    r" (?:(?:it|that|this|them|everything|the time|the hour) )?down\b| (?:to )?(?:you|support)\b"
    r"| (?:a )?(?:onoknek|maguknak|nektek)\b| (?:do (?:was|panstwa)|panstwu|wam)\b"
)
_HERS = re.compile(
    r"\bihr(?:em|en|er|e)? (?:[\w-]{1,12}-)?"
    r"(?:Konto|Mailkonto|Postfach|Passwort|Kennwort|Zugangsdaten|Adresse)\b"
)
""" "Von ihrem Konto": with a capital it would be the desk's."""
_ASIDE = re.compile(r"\b(?:euch|jullie|vous)\b")


def our_side(telling: Telling) -> tuple[str, ...]:
    """The requester, where they speak of themselves or of "us"; else everybody, where they say so."""
    words, language = telling.words, telling.language
    everyone = words.all("all_users")
    somebody = bool(somebody_else(telling)) or waits_for_it(telling)
    mine = bool(_of_me("me_indeed", telling)) or _is_only_me(telling, somebody)
    if everyone and not mine:
        return (words.said(everyone[0].start, everyone[0].end),)
    if telling.problem is ProblemKind.ACCOUNT_COMPROMISED:
        mine = mine or words.has("my_account", language)
        if _gave_theirs_away(telling, somebody):
            return ()
    us = words.has("us_indeed", language) or (not somebody and _speaks_of_us(telling))
    # who knows what lies in a Junk folder has looked into their own
    me = mine or (not somebody and (_speaks_of_me(telling) or junk_checked.find(telling) is not None))
    mailbox = me or us or (not somebody and (_is_seen(telling) or _names_own_mailbox(telling)))
    return (telling.picture.requester,) if mailbox and telling.picture.requester else ()


def _gave_theirs_away(telling: Telling, somebody: bool) -> bool:
    """ "The apprentice typed his password": it is not the requester's account, unless it is that, too."""
    words, language = telling.words, telling.language
    hers = language == "de" and _HERS.search(words.original)
    theirs = words.has("their_account", language) or bool(hers)
    told_of_us = words.has("us_indeed", language) or words.has("me_indeed", language)
    return (theirs or (somebody and not told_of_us)) and not words.has("my_account", language)


def _is_only_me(telling: Telling, somebody: bool) -> bool:
    """ "Only me"; "only her" is said of whoever is spoken of."""
    words, language = telling.words, telling.language
    alone = words.all("only_me", language)
    me = words.all("first_person", language)
    return any(
        not somebody or any(one.start < hit.end and hit.start < one.end for one in me) for hit in alone
    )


def speaks_of_own_mail(telling: Telling) -> bool:
    """ "I sent", "to me": it is the requester's own mail, whoever else is spoken of."""
    return sent_by_me(telling) or bool(_of_me("me_indeed", telling))


def sent_by_me(telling: Telling) -> bool:
    """The requester tells that they sent the mail in question; not that they wrote something down."""
    return bool(_of_me("i_sent", telling))


def _of_me(topic: str, telling: Telling) -> list[Hit]:
    """The hits of a topic, those left out that are about this ticket, or a note ("I wrote to you")."""
    text = telling.words.text
    return [
        hit
        for hit in telling.words.all(topic, telling.language)
        if not _ASIDE_BEHIND.match(text, hit.end) and not _ASIDE.search(text, hit.start, hit.end)
    ]


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
    hits = free("first_person_plural", telling)
    said = (telling.words.text[hit.start : hit.end] for hit in hits)
    return any(word != "nos" or telling.language != "fr" for word in said)


def many(telling: Telling) -> tuple[str, ...]:
    """ "45 employees get spam": that many receive it."""
    if telling.problem not in (ProblemKind.SPAM_FLOOD, ProblemKind.SPAM_RECEIVED):
        return ()
    said = affected_users.find(telling)
    if telling.words.has("only_me", telling.language):
        # "the others have none of it" speaks of the requester, where nobody else is spoken of
        return nobody_else(telling)
    # "one of our drivers" is not told; "35 colleagues" are
    spoken = tuple(telling.words.text[hit.start : hit.end] for hit in somebody_else(telling))
    single = fold(said or "").strip().startswith(spoken)
    return (said,) if said and not single else ()


def as_me(telling: Telling) -> tuple[str, ...]:
    """Whose address was forged: the requester's own."""
    requester = telling.picture.requester
    return (requester,) if requester and is_forged(telling) else ()


def is_forged(telling: Telling) -> bool:
    """Is it the requester's own address or name that somebody else writes with?

    Without its accent "firmado por mí" (by me) begins "firmado por mi jefe" (by my boss).
    """
    if telling.problem is not ProblemKind.SPOOFED:
        return False
    others = [hit.start for hit in telling.words.all("somebody_else", telling.language)]
    return any(
        not any(hit.start < start < hit.end for start in others)
        for hit in telling.words.all("as_me", telling.language)
    )


def nobody_else(telling: Telling) -> tuple[str, ...]:
    """ "Sending fails": whoever speaks of no colleague and no customer speaks of themselves.

    The plural ("collega's") is of all the others, not of somebody.
    """
    requester = telling.picture.requester
    text = telling.words.text
    others = [hit for hit in somebody_else(telling) if text[hit.end : hit.end + 2] != "'s"]
    return (requester,) if requester and not others else ()


def outsider(recipients: tuple[str, ...], telling: Telling) -> tuple[str, ...]:
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


def their_side(telling: Telling, outgoing: bool) -> tuple[str, ...]:
    """ "To anyone", "from everywhere": that is an answer, in the words of the ticket."""
    hits = telling.words.all("anybody_receives" if outgoing else "anybody_sends", telling.language)
    return (telling.words.said(hits[0].start, hits[0].end),) if hits else ()
