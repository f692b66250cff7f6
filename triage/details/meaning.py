"""One part of an answer, read as the detail that was asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import cache

from knowledge.vocabulary import Detail
from triage.details.answers import small_words
from triage.details.clocks import clocks
from triage.details.counts import counts
from triage.details.days import days_in
from triage.details.labels import is_value
from triage.details.lexicon import fold, read_words
from triage.details.moments import is_rough
from triage.details.telling import Telling
from triage.details.zones import zone_after, zone_anywhere

_ADDRESS = re.compile(r"[\w.+=&'-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}")
_ID = re.compile(
    r"(?:(?:it'?s|is|es|ist|c'est|to|jest|az|e)\s+)?[\"'`]?([A-Za-z0-9][\w.@+-]{1,62})[\"'`]?[.!]?$", re.I
)
_TOPICS = ("anybody_sends", "anybody_receives", "all_users")
_SELF = ("me_indeed", "us_indeed", "first_person", "first_person_plural", "only_me")


def read_as(detail: Detail, said: str, telling: Telling) -> str | None:
    """The value; `None` where the words do not hold it ("I do not know")."""
    reader = _readers().get(detail)
    return reader(said, telling) if reader and said.strip() else None


@cache
def _readers() -> dict[Detail, Callable[[str, Telling], str | None]]:
    return {
        Detail.OCCURRED_AT: _moment,
        Detail.SENDER: _who,
        Detail.RECIPIENT: _who,
        Detail.JUNK_CHECKED: _checked,
        Detail.RESELLER_ID: _id,
        Detail.AUTHORIZED_USER_ID: _id,
        Detail.AFFECTED_USERS: _heads,
        Detail.UNUSUAL_VOLUME: _volume,
    }


def _who(said: str, telling: Telling) -> str | None:
    found = [match.lower() for match in _ADDRESS.findall(said[:2_000])]
    if found:
        return ", ".join(dict.fromkeys(found[:50]))
    words = read_words(said)
    for topic in _TOPICS:
        if hits := words.all(topic):
            return words.said(hits[0].start, hits[0].end)
    plain = len(words.tokens) <= 8 and any(words.has(topic, telling.language) for topic in _SELF)
    if plain and not words.has("somebody_else", telling.language):
        return telling.picture.requester
    return said.strip() if fold(said).strip(" .!") in small_words("everybody") else None


def _checked(said: str, telling: Telling) -> str | None:
    """Yes, in so many words; "no" and "not yet" are none."""
    words = read_words(said)
    first = words.tokens[0] if words.tokens else ""
    if words.has("yes") and words.all("yes")[0].first == 0 and not words.has("not_done", telling.language):
        return " ".join(said.split())
    if first in small_words("no") and not words.has("looked", telling.language):
        return None
    done = words.has("looked", telling.language) or words.has("not_there", telling.language)
    return " ".join(said.split()) if done and not words.has("not_done", telling.language) else None


_NO = frozenset(
    {"no", "nope", "nein", "nem", "non", "nee", "nie", "nao", "not", "noch", "meg", "pas", "aun", "ainda"}
)


def _id(said: str, _telling: Telling) -> str | None:
    match = _ID.fullmatch(said.strip().split("\n")[0].strip())
    return match[1] if match and is_value(match[1]) else None


def _heads(said: str, telling: Telling) -> str | None:
    words = read_words(said)
    told = any(words.has(topic) for topic in ("all_users", "only_me"))
    few = any(item.value > 0 for item in counts(words))
    alone = len(words.tokens) <= 3 and any(words.has(topic, telling.language) for topic in _SELF)
    everybody = {
        "all",
        "alle",
        "everybody",
        "everyone",
        "mindenki",
        "tous",
        "todos",
        "tutti",
        "iedereen",
        "wszyscy",
    }
    whole = bool(everybody & set(words.tokens[:3]))
    return " ".join(said.split()) if told or few or alone or whole else None


def _volume(said: str, _telling: Telling) -> str | None:
    return " ".join(said.split()) if len(counts(read_words(said))) >= 2 else None


def _moment(said: str, telling: Telling) -> str | None:
    """A clock time, with the day that stands beside it, or the only one that the ticket names."""
    words = read_words(said)
    today = telling.written_at.date() if telling.written_at else None
    days = _days(words.text, today, telling) or _days(telling.words.text, today, telling)
    exact = [clock for clock in clocks(words.text) if not is_rough(clock, words)]
    if not exact:
        exact = [clock for clock in clocks(telling.words.text) if not is_rough(clock, telling.words)][:2]
        exact = exact if len(exact) == 1 else []
    if len(days) != 1 or not exact:
        return None
    day, clock = next(iter(days)), exact[-1]
    when = datetime(day.year, day.month, day.day, clock.hour, clock.minute, clock.second)  # noqa: DTZ001 - the zone comes next
    zone = zone_after(words.text, clock.end) or zone_anywhere(said) or zone_anywhere(telling.text)
    known = zone.at(when) if zone else telling.zone
    return when.replace(tzinfo=known).isoformat() if known else None


def _days(folded: str, today: date | None, telling: Telling) -> set[date]:
    found = {day for *_place, day in days_in(folded, today, telling.language)}
    return {day for day in found if today is None or day <= today}


def heard(telling: Telling, detail: Detail) -> str | None:
    """What was answered for a detail, if it was asked for and the answer holds it."""
    said = telling.answers.get(detail.value)
    found = read_as(detail, said, telling) if said else None
    if found or detail is not Detail.JUNK_CHECKED:
        return found
    for text, asked in telling.free_answers:
        if detail.value in asked:
            lines = re.split(r"[.!?\n]", text)[:40]
            found = next((value for line in lines if (value := _sure(line, telling))), None)
            if found:
                return found
    return None


def _sure(line: str, telling: Telling) -> str | None:
    """ "Yes, I looked" anywhere in an answer; a mere "yes" may belong to something else."""
    words = read_words(line)
    if words.has("looked", telling.language) and not words.has("not_done", telling.language):
        return " ".join(line.split())
    return None


def answered(telling: Telling, detail: Detail) -> tuple[str, ...]:
    """The addresses of one side as they were answered."""
    found = heard(telling, detail)
    return tuple(part.strip() for part in found.split(",") if part.strip()) if found else ()
