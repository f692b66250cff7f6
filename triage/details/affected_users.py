"""How many users it concerns: one, a number of them, or all."""

from __future__ import annotations

import re

from knowledge.vocabulary import Detail
from triage.details.counts import counts, heads_pattern
from triage.details.telling import Telling

_WE_ARE = re.compile(
    r"\b(?:we are|we're|we were|wir sind(?: zu)?|nous sommes|somos|estamos|siamo(?: in)?|we zijn(?: met)?"
    r"|zijn we met|jest nas|jestesmy w|affects|affected|betrifft|betroffen|erintett|concerne|afecta a"
    r"|colpisce) $"
)
DETAIL = Detail.AFFECTED_USERS


def find(telling: Telling) -> str | None:
    if said := telling.facts.get("affected_users"):
        return said
    words = telling.words
    for item in counts(words):
        match = heads_pattern().match(words.text, item.end)
        if item.value > 1 and _WE_ARE.search(words.text, max(0, item.start - 24), item.start):
            return words.said(item.start, item.end)
        if match and item.value > 0:
            return words.said(item.start, match.end())
    for topic in ("all_users", "only_me"):
        hits = words.all(topic)
        if hits:
            return words.said(hits[0].start, hits[0].end)
    return None
