"""How many users it concerns: one, a number of them, or all."""

from __future__ import annotations

import re
from itertools import islice, zip_longest

from knowledge.vocabulary import Detail
from triage.details.addresses import is_own, named_addresses
from triage.details.counts import Count, counts, heads_pattern, is_span
from triage.details.telling import Telling

_WE_ARE = re.compile(
    r"\b(?:we are|we're|we were|wir sind|nous sommes|nous ne sommes|on est|on n.est|somos|estamos|siamo"
    r"|we zijn|zijn we|jest nas|jestesmy w|affects|affected|betrifft|betroffen|erintett|concerne"
    r"|afecta a|colpisce)"
    r"(?: (?:only|just|nur|zu|que|seulement|so|solo|apenas|soltanto|in|rimasti|maar|slechts|met|z.n"
    r"|tylko)){0,3} $"
)
_ARE_WE = re.compile(r"^ vagyunk\b")
_NEXT_WORD = re.compile(r"\s*([^\W\d_]{2,20})")
_OUT_OF = re.compile(
    r"^\W{0,3}(?:\w+ ){0,2}?(?:of|out of|from|von|der|aus|van|uit|de|des|sur|parmi|su|dei"
    r"|delle|dos|das|z|ze|sposrod|entre|tra|fra) (?:\w+ ){0,3}$"
)
""" "30 of our 900 colleagues": thirty are affected."""
_LOCAL_PART = re.compile(r"(?<![\w.@+-])[a-z][\w.+-]{0,40}@(?=[\s,;/)&]|$)")
_ONLY = re.compile(r"\b(?:only|just|nur|csak|seulement|que|solo|soltanto|alleen|enkel|tylko|so|apenas) $")
_MOST = 40
_BEFORE = 34
DETAIL = Detail.AFFECTED_USERS


def find(telling: Telling) -> str | None:
    if said := telling.facts.get("affected_users"):
        return said
    words = telling.words
    counted = counts(words, telling.language)
    for item, following in zip_longest(counted, counted[1:]):
        match = heads_pattern().match(words.text, item.end)
        if following and (part := part_of(words.text, item, following)):
            return words.said(part.start, part.end)
        if item.value > 1 and _is_how_many_we_are(item, telling):
            return words.said(item.start, item.end)
        if match and item.value > 0:
            return words.said(item.start, match.end())
    hits = words.all("all_users") or words.all("only_me") or words.all("others_too", telling.language)
    if hits:
        return words.said(hits[0].start, hits[0].end)
    return _listed(telling)


def _is_how_many_we_are(item: Count, telling: Telling) -> bool:
    text = telling.words.text
    before, behind = text[max(0, item.start - _BEFORE) : item.start], text[item.end : item.end + _BEFORE]
    if (next_word := _NEXT_WORD.match(behind)) and is_span(next_word[1], telling.language):
        # "we are two days without mail"
        return False
    return bool(_WE_ARE.search(before) or _ARE_WE.search(behind))


def _listed(telling: Telling) -> str | None:
    """ "accounts@, sales@ and me": mailboxes that are named one after the other."""
    words = telling.words
    short = list(islice(_LOCAL_PART.finditer(words.text), _MOST))
    one = short and (words.has("me_indeed", telling.language) or _ONLY.search(words.text[: short[0].start()]))
    if short and (len(short) > 1 or one):
        return words.said(short[0].start(), short[-1].end())
    got = [
        item
        for item in named_addresses(telling)
        if item.role == "recipient" and is_own(item.address, telling)
    ]
    addresses = tuple(dict.fromkeys(item.address for item in got))
    return ", ".join(addresses) if len(addresses) > 1 else None


def part_of(text: str, item: Count, following: Count) -> Count | None:
    """Which of two counts is the part, where one is said to be out of the other."""
    heads = heads_pattern().match(text, following.end)
    if heads and item.value and _OUT_OF.match(text[item.end : following.start]):
        return item
    whole = heads_pattern().match(text, item.end)
    if whole and following.value and re.search(r"(?:bol|kozul)\b", text[item.end : following.start]):
        return following if following.start - item.end < 40 else None
    return None
