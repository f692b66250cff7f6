"""Has the requester looked into the Junk folder?"""

from __future__ import annotations

import re

from knowledge.vocabulary import Detail
from triage.details.lexicon import Hit
from triage.details.telling import Telling

DETAIL = Detail.JUNK_CHECKED
_NO_PLACE = re.compile(r"^\w+[ -]?(?:filter|filtr|szuro|schutz|score|verdacht|check)")
_IS_NONE = re.compile(
    r"\b(?:kein\w{0,2}|is no|not|nem|pas (?:du|un|de)|non e|non sono|no es|no son|geen|to nie|nao e|nao sao)"
    r" (?:an? |ein |un |een )?$"
)
_REACH, _DENIED = 4, 6
_SPAN = 10


def find(telling: Telling) -> str | None:
    if said := telling.facts.get("junk_checked"):
        return said
    words = telling.words
    for hit in words.all("junk_checked"):
        if not _turned_round(hit, telling):
            return words.said(hit.start, hit.end)
    return _put_together(telling)


def _put_together(telling: Telling) -> str | None:
    """The place and what was found there, in any order of one sentence, or right behind a question."""
    words = telling.words
    done = (*words.all("looked", telling.language), *words.all("not_there", telling.language))
    for place in words.all("junk_place", telling.language):
        if not _is_place(place, words.text) or _unlooked(place, telling):
            continue
        for hit in done:
            near = hit.sentence == place.sentence or (
                hit.sentence == place.sentence + 1 and hit.first - place.first <= _REACH
            )
            if not near or abs(hit.first - place.first) > _SPAN or _overlap(hit, place):
                continue
            if not _not_yet(hit, place, telling):
                return words.said(min(hit.start, place.start), max(hit.end, place.end))
    return None


def _is_place(place: Hit, text: str) -> bool:
    """ "Spam" alone may be the mail or its filter: "it is no spam", "the spam filter"."""
    said = text[place.start : place.end] + text[place.end : place.end + 14]
    return not (_NO_PLACE.search(said) or _IS_NONE.search(text, max(0, place.start - 14), place.start))


def _overlap(one: Hit, other: Hit) -> bool:
    return one.start < other.end and other.start < one.end


def _not_yet(hit: Hit, place: Hit, telling: Telling) -> bool:
    """ "I have not looked", "should I check": nothing has been done; "it is not there" is no such words."""
    words = telling.words
    end = max(hit.end, place.end)
    if "?" in words.text[end : end + 3] and hit.sentence == place.sentence:
        return True
    if hit.topic != "looked":
        return False
    return any(
        other.sentence == hit.sentence and 0 < hit.first - other.first <= _DENIED
        for other in words.all("not_done", telling.language)
    )


def _unlooked(place: Hit, telling: Telling) -> bool:
    """ "Nothing came, and I have not looked into Junk yet": the "nothing" is not about Junk."""
    return any(
        look.sentence == place.sentence and _not_yet(look, place, telling)
        for look in telling.words.all("looked", telling.language)
    )


def _turned_round(hit: Hit, telling: Telling) -> bool:
    """ "I have not checked my Junk folder" is the contrary; "it never came, Junk is checked" is not."""
    words = telling.words
    return any(
        other.sentence == hit.sentence
        and hit.first - other.first <= _REACH
        and other.end <= hit.end
        and "," not in words.text[other.end : hit.start]
        and set(other.languages) & set(hit.languages)
        for other in words.all("not_done")
    )
