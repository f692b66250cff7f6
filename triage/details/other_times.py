"""Is a clock time that of something else: of an appointment, a train, a deadline, opening hours?

"She comes on Saturday by the 14:17 train", "a meeting today at 16:00". The word stands beside the time, with
no word for a mail, or for what happens to one, between them.
"""

from __future__ import annotations

import re
from itertools import islice

from triage.details.calendar_words import words_of
from triage.details.clocks import Clock
from triage.details.lexicon import Hit, Words
from triage.details.near_days import Day

_REACH = 90
_LOOSE_BEFORE, _LOOSE_AFTER = 3, 3
"""So many words may stand between, besides days and the small words of times."""
_ENDS = re.compile(
    r"[!?;](?=\s)|(?<!\s\d)(?<!\s\d\d)\.(?=\s(?!\d))|\n\s*\n|\n(?=[ \t]*[-*•])|\n(?=[^\n:]{1,30}: )"
)
_CLAUSE = re.compile(r"[,:](?=\s)|\s[-–]\s")
_JOINED = re.compile(r"(?:-?[eoa]s)? ")
""" "The 9:42 train", "a 9:42-es vonat"."""
_COMPOUND = 14
_WORD = re.compile(r"[^\W_]+")


def is_of_other(clock: Clock, days: tuple[Day, ...], words: Words, language: str | None) -> bool:
    """Does it belong to something that has a time of its own?"""
    others = tuple(hit for hit in words.all("own_time", language) if _is_meant(hit, words))
    if not others:
        return False
    mails = words.all("mail_or_event", language)
    return _before(clock, days, words, others, mails) or _after(clock, days, words, others, mails)


def _before(
    clock: Clock, days: tuple[Day, ...], words: Words, others: tuple[Hit, ...], mails: tuple[Hit, ...]
) -> bool:
    last = max((hit.end for hit in others if hit.end <= clock.start), default=None)
    if last is None or clock.start - last > _REACH or _ENDS.search(words.text, last, clock.start):
        return False
    if any(last <= hit.end <= clock.start for hit in mails):
        return False
    loose = _loose(last, clock.start, days, words.text)
    comma = words.text.rfind(", ", last, clock.start)
    if loose > _LOOSE_BEFORE or ((loose or comma >= 0) and _told_by_mail(clock, words, mails)):
        return False
    if comma < 0:
        return True
    # "the mail about our flight, yesterday 14:05"
    about = any(
        last - _REACH // 2 <= hit.start < last for hit in mails if not _ends(hit.end, last, words.text)
    )
    return not about and not _loose(comma, clock.start, days, words.text)


def _told_by_mail(clock: Clock, words: Words, mails: tuple[Hit, ...]) -> bool:
    """ "The appointment was at 10:14 confirmed by mail": a mail's word right behind the clock time."""
    behind = (hit.start for hit in mails if clock.end <= hit.start < clock.end + _COMPOUND)
    return any(not _ends(clock.end, at, words.text) for at in behind)


def _after(
    clock: Clock, days: tuple[Day, ...], words: Words, others: tuple[Hit, ...], mails: tuple[Hit, ...]
) -> bool:
    """ "At 16:00 we have a meeting": nothing about a mail in the same clause."""
    first = min((hit for hit in others if hit.start >= clock.end), key=lambda hit: hit.start, default=None)
    if first is None or first.start - clock.end > _REACH or _ends(clock.end, first.start, words.text):
        return False
    if _loose(clock.end, first.start, days, words.text) > _LOOSE_AFTER:
        return False
    if _JOINED.fullmatch(words.text, clock.end, first.start):
        behind = (hit.start for hit in mails if first.start <= hit.start < first.end + _COMPOUND)
        return all(_ends(first.end, at, words.text) for at in behind)
    low = max(
        (end.end() for end in _clause_ends(words.text, clock.start - _REACH, clock.start)),
        default=clock.start - _REACH,
    )
    high = min(
        (end.start() for end in _clause_ends(words.text, first.end, first.end + _REACH)),
        default=first.end + _REACH,
    )
    return not any(low <= hit.start < high for hit in mails)


def _is_meant(hit: Hit, words: Words) -> bool:
    """Neither "not reachable", said of a server, nor a part of an address."""
    said_before = words.tokens[max(0, hit.first - 1) : hit.first]
    denied = any(word in words_of("beside", "denied") for word in said_before)
    return not denied and not _in_address(hit, words.text)


def _in_address(hit: Hit, text: str) -> bool:
    """`rendeles@…`, `…@notaris.example`: no word of a sentence."""
    low, high = max(0, hit.start - _REACH), hit.end + _REACH
    before, behind = text[low : hit.start], text[hit.end : high]
    joined = re.split(r"[\s<>(),]", before)[-1] + "|" + re.split(r"[\s<>(),]", behind)[0]
    return "@" in joined or bool(re.search(r"\|\.\w", joined))


def _ends(start: int, end: int, text: str) -> bool:
    return bool(_ENDS.search(text, start, end) or _CLAUSE.search(text, start, end))


def _clause_ends(text: str, start: int, end: int) -> list[re.Match[str]]:
    low = max(0, start)
    return [*islice(_ENDS.finditer(text, low, end), 40), *islice(_CLAUSE.finditer(text, low, end), 40)]


def _loose(start: int, end: int, days: tuple[Day, ...], text: str) -> int:
    """How many words stand there that are neither a day nor belong to a time."""
    said = (match for match in _WORD.finditer(text, start, end) if not match[0].isdigit())
    loose = (match for match in said if match[0] not in words_of("beside", "clock"))
    return sum(1 for match in loose if not any(low <= match.start() < high for low, high, *_ in days))
