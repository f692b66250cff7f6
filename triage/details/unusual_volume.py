"""How many there are now, and how many there used to be: both, or it says nothing."""

from __future__ import annotations

import re
from itertools import pairwise

from knowledge.vocabulary import Detail
from triage.details.affected_users import part_of
from triage.details.counts import Count, counts, heads_pattern
from triage.details.telling import Telling

DETAIL = Detail.UNUSUAL_VOLUME
_REACH = 45
_MOST_COUNTS, _MOST_CUES = 150, 60
_FROM = re.compile(r"\b(?:(?:from|von|de|da|dal|dalla|van|od|z|ze) |d')(?:\w+ ){0,3}?$")
_SPANS = tuple(
    (days, re.compile(rf"\b(?:{words})"))
    for days, words in (
        (1 / 1440, r"minut|perc|min\b"),
        (1 / 24, r"hour|stunde|orank|heure|hora|ora\b|ore\b|uur|godzin"),
        (1.0, r"day|daily|tag\b|taglich|tage|nap\b|napon|napi|jour|dia\b|diari|giorno|al giorno|dag|dzien"),
        (7.0, r"week|woche|wochentlich|het\b|heti|hetente|semaine|semana|settiman|tygod|tydz"),
        (30.0, r"month|monat|honap|havonta|havi|mois|mes\b|mese|maand|miesi"),
        (365.0, r"year|jahr|ev\b|evente|annee|\ban\b|ano\b|anno|jaar|rok"),
    )
)
_TO = re.compile(r"^.{0,40}?\b(?:to|auf|a|ad|alla|naar|do|na|para|ponad) (?:\w+ ){0,3}?$")


def find(telling: Telling) -> str | None:
    if said := telling.facts.get("unusual_volume"):
        return said
    words = telling.words
    rise = _rise(telling)
    if rise:
        return words.said(rise[0].start, rise[1].end)
    found = usual_and_present(telling)
    if found is None:
        return _as_ever(telling)
    usual, present = (words.said(item.start, item.end) for item in found)
    return f"{usual} as usual, now {present}"


def _rise(telling: Telling) -> tuple[Count, Count] | None:
    """ "From 2 a day to a hundred"."""
    text = telling.words.text
    counted = counts(telling.words, telling.language)
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
    counted = [
        item for item in counts(words, telling.language) if not heads_pattern().match(words.text, item.end)
    ]
    counted = _without_heads(counted, telling)[:_MOST_COUNTS]
    cues = words.all("present", telling.language)[:_MOST_CUES]
    now = [_beside(cue.start, cue.end, counted, words.text) for cue in cues]
    for cue in words.all("usual")[:_MOST_CUES]:
        usual = _beside(cue.start, cue.end, counted, words.text)
        if usual is None:
            continue
        present = [
            item
            for item in counted
            if item is not usual
            and (item.spanned or item in now)
            and (item.value > usual.value or _is_more(item, usual, words.text))
        ]
        if present:
            rates = [item for item in present if _days_of(item, words.text)]
            return usual, max(rates or present, key=lambda item: item.value)
    return _by_none(telling, counted, now) or _by_rates(counted, now, words.text)


def _without_heads(counted: list[Count], telling: Telling) -> list[Count]:
    """Without the "30" of "30 of our 900 colleagues"."""
    every = counts(telling.words, telling.language)
    parts = [part_of(telling.words.text, *pair) for pair in pairwise(every)]
    return [item for item in counted if item not in parts]


def _as_ever(telling: Telling) -> str | None:
    """ "The first one ever"; and "two a day, as always", which is no more than before."""
    words = telling.words
    if first := words.all("first_ever", telling.language):
        return words.said(first[0].start, first[0].end)
    always = words.all("as_always", telling.language)
    rates = [item for item in counts(words, telling.language) if _days_of(item, words.text)]
    if not always or len(rates) != 1:
        return None
    count = words.said(rates[0].start, rates[0].end)
    return f"{count}, {words.said(always[0].start, always[0].end)}"


def _by_none(telling: Telling, counted: list[Count], now: list[Count | None]) -> tuple[Count, Count] | None:
    """ "There used to be none, now one a day", where "none" is a verb's "not"."""
    for hit in telling.words.all("none_before"):
        present = [
            item for item in counted if item.value and item.start >= hit.end and (item.spanned or item in now)
        ]
        present = present or [item for item in counted if item.value and (item in now or item.spanned)]
        if present:
            return Count(0, hit.start, hit.end, spanned=False, digits=False), present[0]
    return None


def _is_more(item: Count, usual: Count, text: str) -> bool:
    """ "3 a day instead of 10 a month"."""
    days, before = _days_of(item, text), _days_of(usual, text)
    return days is not None and before is not None and item.value / days > usual.value / before


def _days_of(item: Count, text: str) -> float | None:
    """The span that a count is over, in days: the first one named right behind it."""
    behind = re.split(r"[.;!?,](?:\s|$)", text[item.end : item.end + 28])[0]
    named = [(match.start(), days) for days, word in _SPANS if (match := word.search(behind))]
    return min(named)[1] if named else None


def _by_rates(counted: list[Count], now: list[Count | None], text: str) -> tuple[Count, Count] | None:
    """ "2 a week, now 30 a day": two rates, and the later one is said to be the present one."""
    for earlier, later in pairwise(counted):
        # "here is one of those mails" tells no usual count
        rate = earlier.spanned and (earlier.value != 1 or _days_of(earlier, text) is not None)
        if rate and later.spanned and later in now and later.value > earlier.value:
            return earlier, later
    return None


def _beside(start: int, end: int, counted: list[Count], text: str) -> Count | None:
    """The count that a word such as "usually" belongs to: after it, else right before it."""
    after = [item for item in counted if 0 <= item.start - end <= _REACH]
    before = [item for item in counted if 0 <= start - item.end <= _REACH // 2]
    for item in (*after[:1], *before[-1:]):
        # "i.p.v. 2": an abbreviation's own dot ends no sentence
        end += text.startswith(".", end) and text[end - 2 : end - 1] == "."
        between = text[end : item.start] if item.start >= end else text[item.end : start]
        if not re.search(
            r"[.!?;]\s|\bnow\b|\bjetzt\b|\bmost\b|\bahora\b|\badesso\b|\bteraz\b|\bagora\b", between
        ):
            return item
    return None
