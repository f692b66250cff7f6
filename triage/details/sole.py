"""The day of a clock time in another sentence: "It bounced today. … It was at 14:05, Lisbon time."."""

from __future__ import annotations

import re
from datetime import date

from triage.details.clocks import Clock
from triage.details.lexicon import Words
from triage.details.near_days import Day

_IT_WAS = re.compile(
    r"(?:\bit (?:was|happened|came|bounced|arrived|went)|\b(?:das|es) (?:war|geschah|passierte|kam)|\bwar das"
    r"|\b(?:volt|tortent|ekkor)|\bc'etait|\bcela s'est passe|\bfue|\bocurrio|\bha sido|\bera|\be stato"
    r"|\be successo|\b(?:dat|het) (?:was|gebeurde)|\bto bylo|\bbylo to|\bstalo sie to|\bfoi|\baconteceu)"
    r" (?:(?:exactly|precisely|genau|punkt|pontosan|precisement|exactement|exactamente|esattamente|precies"
    r"|dokladnie|sent|back|in) ){0,2}(?:(?:at|um|a|las|a las|alle|le|om|o|as|godz\.?|o godz\.?) )?$"
)
_ENDS = re.compile(r"[.!?:]\s")
_SINCE = re.compile(
    r"\b(?:since|seit|depuis|desde|da|dal|sinds|od|by|until|till|bis|jusqu'a|hasta|fino a|tot|do|ate) $"
)
_SINCE_BEHIND = re.compile(r"\s(?:ota|elott|utan)\b")
_INTRODUCES = re.compile(r"^\s?(?:\([^()\n]{0,60}\))?\s?:\s")
""" "An example of today: …"."""
_ASKED = re.compile(r"[^.!?\n]{0,120}\?")
_NEXT = 200
_FARTHEST = 4_000


def same_day(clock: Clock, days: tuple[Day, ...], today: date | None, words: Words) -> date | None:
    """The day that stands before a clock time in its sentence; else today, where no other day is named.

    "On Tuesday the 17th our shop (shop@example.org) sent it at 11:05", "since this morning … at 8:41".
    What is asked ("or was it at 11:40?") is nothing that is told.
    """
    text = words.text
    before = [day for day in days if day[1] <= clock.start]
    if before:
        _start, end, _rank, day = max(before, key=lambda one: one[1])
        gap = _INTRODUCES.sub("", text[end : clock.start])
        ruled_out = _SINCE.search(text, max(0, before[-1][0] - 12), before[-1][0])
        if len(gap) <= _NEXT and not _ENDS.search(gap) and "\n" not in gap and not ruled_out:
            return day
    named = {day for *_place, day in days if today is None or day <= today}
    if _ASKED.match(text, clock.end):
        return None
    return today if today is not None and named == {today} and len(text) <= _FARTHEST else None


def sole_day(clock: Clock, told: tuple[Clock, ...], days: tuple[Day, ...], words: Words) -> date | None:
    """The only day of a text, for its only clock time, where nothing else competes.

    The clock time stands in the sentence next to the day's, or it is said to be when it was ("it was at …").
    "Since Monday" is no day of anything.
    """
    text = words.text
    if len({day for *_place, day in days}) != 1 or len({(one.hour, one.minute) for one in told}) != 1:
        return None
    start, end = days[0][0], days[0][1]
    if is_a_span(start, end, text):
        return None
    low, high = (end, clock.start) if end <= clock.start else (clock.end, start)
    if high - low > _FARTHEST:
        return None
    if _IT_WAS.search(text, max(0, clock.start - 50), clock.start):
        return days[0][3]
    between = text[low:high]
    near = len(between) <= _NEXT and "\n\n" not in between
    return days[0][3] if near and len(_ENDS.findall(between)) <= 1 else None


def is_a_span(start: int, end: int, text: str) -> bool:
    """ "Since Monday", "hétfő óta": no day on which something was."""
    return bool(_SINCE.search(text, max(0, start - 12), start) or _SINCE_BEHIND.match(text, end))
