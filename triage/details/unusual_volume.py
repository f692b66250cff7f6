"""How many there are now, and how many there used to be: both, or it says nothing."""

from __future__ import annotations

import re
from itertools import pairwise

from knowledge.vocabulary import Detail
from triage.details.counts import Count, counts, heads_pattern
from triage.details.telling import Telling

DETAIL = Detail.UNUSUAL_VOLUME
_REACH = 45
_FROM = re.compile(r"\b(?:from|von|de|da|dal|van|od|z) (?:\w+ ){0,2}?$")
_TO = re.compile(r"^.{0,40}?\b(?:to|auf|a|ad|naar|do|para) (?:\w+ ){0,3}?$")


def find(telling: Telling) -> str | None:
    if said := telling.facts.get("unusual_volume"):
        return said
    words = telling.words
    rise = _rise(telling)
    if rise:
        return words.said(rise[0].start, rise[1].end)
    found = usual_and_present(telling)
    if found is None:
        return None
    usual, present = (words.said(item.start, item.end) for item in found)
    return f"{usual} as usual, now {present}"


def _rise(telling: Telling) -> tuple[Count, Count] | None:
    """ "From 2 a day to a hundred"."""
    text = telling.words.text
    counted = counts(telling.words)
    for low, high in pairwise(counted):
        between = text[low.end : high.start]
        if low.value >= high.value or len(between) > 50 or re.search(r"[.!?;]\s", between):
            continue
        if _FROM.search(text, max(0, low.start - 30), low.start) and _TO.match(between):
            return low, high
    return None


def usual_and_present(telling: Telling) -> tuple[Count, Count] | None:
    """The two counts that were told; words such as "hundreds" count as about that many."""
    words = telling.words
    counted = [item for item in counts(words) if not heads_pattern().match(words.text, item.end)]
    now = [_beside(cue.start, cue.end, counted, words.text) for cue in words.all("present", telling.language)]
    for cue in words.all("usual"):
        usual = _beside(cue.start, cue.end, counted, words.text)
        if usual is None:
            continue
        present = [
            item
            for item in counted
            if item is not usual and (item.spanned or item in now) and item.value > usual.value
        ]
        if present:
            return usual, max(present, key=lambda item: item.value)
    return _by_rates(counted, now)


def _by_rates(counted: list[Count], now: list[Count | None]) -> tuple[Count, Count] | None:
    """ "2 a week, now 30 a day": two rates, and the later one is said to be the present one."""
    for earlier, later in pairwise(counted):
        if earlier.spanned and later.spanned and later in now and later.value > earlier.value:
            return earlier, later
    return None


def _beside(start: int, end: int, counted: list[Count], text: str) -> Count | None:
    """The count that a word such as "usually" belongs to: after it, else right before it."""
    after = [item for item in counted if 0 <= item.start - end <= _REACH]
    before = [item for item in counted if 0 <= start - item.end <= _REACH // 2]
    for item in (*after[:1], *before[-1:]):
        between = text[end : item.start] if item.start >= end else text[item.end : start]
        if not re.search(
            r"[.!?;]\s|\bnow\b|\bjetzt\b|\bmost\b|\bahora\b|\badesso\b|\bteraz\b|\bagora\b", between
        ):
            return item
    return None
