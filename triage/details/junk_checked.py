"""Has the requester looked into the Junk folder?"""

from __future__ import annotations

from knowledge.vocabulary import Detail
from triage.details.lexicon import Hit
from triage.details.telling import Telling

DETAIL = Detail.JUNK_CHECKED
_REACH = 4


def find(telling: Telling) -> str | None:
    if said := telling.facts.get("junk_checked"):
        return said
    words = telling.words
    for hit in words.all("junk_checked"):
        if not _turned_round(hit, telling):
            return words.said(hit.start, hit.end)
    return None


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
