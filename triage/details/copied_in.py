"""Is somebody who is spoken of in the ticket's Cc field? "Ms Wendt (copied her in) cannot write to me."

Then their address is known, though nobody wrote it down. Who gets a copy only for information is no side.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from triage.details.addresses import Named, is_own
from triage.details.earlier import desk_addresses
from triage.details.lexicon import Hit, fold
from triage.details.telling import Telling
from triage.evidence.addresses import Mailbox, read_mailboxes

_NEAR = 60
_SHORTEST_NAME = 3
_MOST = 20
_VERBS = ("then_sends", "then_receives", "me_indeed", "us_indeed", "i_sent")
_WORD = re.compile(r"[^\W\d_]+")


def copied_in(telling: Telling) -> tuple[str, ...]:
    """The address in Cc of the one who is spoken of; nothing where the words do not say who it is."""
    boxes = _boxes(telling)
    for hit in _said(telling) if boxes else ():
        known = [box for box in boxes if _is_named(box, hit, telling)]
        pronoun = any(
            other.sentence == hit.sentence for other in telling.words.all("copied_in", telling.language)
        )
        if not known and pronoun and len(boxes) == 1:
            known = boxes
        if len(known) == 1 and known[0].address and _writes(hit, telling):
            return (known[0].address.lower(),)
    return ()


def on_sides(
    address: tuple[str, ...], outgoing: bool, telling: Telling
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """As sender or as recipient: somebody of the requester's side sends what goes out."""
    sends = bool(address) and is_own(address[0], telling) == outgoing
    return (address, ()) if sends else ((), address)


def without_informed(named: tuple[Named, ...], telling: Telling) -> tuple[Named, ...]:
    """Addresses left out that only get a copy "for information"."""
    words, language = telling.words, telling.language
    informed = {hit.sentence for hit in words.all("for_information", language)}
    copies = [hit for hit in words.all("in_copy", language) if hit.sentence in informed]
    return tuple(
        item
        for item in named
        if item.role == "sender" or not any(_is_near(item, hit, telling) for hit in copies)
    )


def _is_near(item: Named, hit: Hit, telling: Telling) -> bool:
    number = bisect_right(telling.words.starts, item.start) - 1
    same = number >= 0 and telling.words.sentences[number] == hit.sentence
    return same and min(abs(item.start - hit.end), abs(hit.start - item.end)) <= _NEAR


def _boxes(telling: Telling) -> list[Mailbox]:
    opening = telling.picture.opening
    found = read_mailboxes((opening.evidence.header("Cc") or "")[:4_000]) if opening else []
    left_out = {*desk_addresses(telling.case), telling.picture.requester}
    return [box for box in found[:_MOST] if box.address and box.address.lower() not in left_out]


def _said(telling: Telling) -> list[Hit]:
    """Where it is said that somebody is in Cc, and not for information only."""
    words, language = telling.words, telling.language
    informed = {hit.sentence for hit in words.all("for_information", language)}
    found = (*words.all("copied_in", language), *words.all("in_copy", language))
    return [hit for hit in found if hit.sentence not in informed]


def _is_named(box: Mailbox, hit: Hit, telling: Telling) -> bool:
    """Does their name stand in the sentence of the hit?"""
    local = (box.address or "").partition("@")[0]
    names = {word for word in _WORD.findall(fold(f"{box.name} {local}")) if len(word) >= _SHORTEST_NAME}
    words = telling.words
    return any(
        token in names and sentence == hit.sentence
        for token, sentence in zip(words.tokens, words.sentences, strict=True)
    )


def _writes(hit: Hit, telling: Telling) -> bool:
    """Is it told, in this sentence or right before it, that they write or should have got something?"""
    words, language = telling.words, telling.language
    return any(
        other.sentence in (hit.sentence, hit.sentence - 1)
        for topic in _VERBS
        for other in words.all(topic, language)
    )
