"""Which language does the requester read? Their own words tell, not those of a server or a quoted subject.

Where they wrote none or too few: the mark that their mail program puts before a subject, their signature, the
language their mail names (RFC 3282), and last the country of their address.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from triage.details.language import Language, language_of
from triage.details.lexicon import Words, fold, read_words
from triage.evidence.quotes import old_text
from triage.facts.picture import Picture

_DATA = Path(__file__).parent / "data" / "speaking.toml"
_MACHINES = "en"
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_MOST_PARAGRAPHS, _SHORT, _LONGEST = 40, 12, 2_000
_MARKS = re.compile(r"^(?:\s*(?:\[[^\]]{1,20}\]|([a-z]{1,12}))\s?:){1,5}\s*")
_TAG = re.compile(r"\b([a-z]{2})(?:-[a-z0-9]{2,8})?\b", re.I)
_NO_WORDS = re.compile(r"@|\d{3}|://")


def spoken(words: Words, body: int, picture: Picture) -> Language:
    """The language of a ticket's words; `body` is where the subject ends.

    English counts only where a person wrote it: servers write it to everybody.
    """
    found = language_of(words, body)
    if found.foreign or found.code not in (None, _MACHINES):
        return found
    own = "\n\n".join(_own(words.original[:body] if body else "", words.original[body:], picture)).strip()
    told = language_of(read_words(own[:_LONGEST])) if own else Language()
    if own and _is_all(own, words):
        told = found
    if told.code or told.foreign:
        return told
    return Language(_by_mark(words.text[:body]) or _by_signature(picture) or _by_header(picture))


def country_language(address: str | None) -> str | None:
    """What is spoken where an address is registered, for countries of one language of ours."""
    return _data()["countries"].get((address or "").rpartition(".")[2].lower())


def _is_all(own: str, words: Words) -> bool:
    return len(own.split()) >= len(words.original.split())


def _own(subject: str, text: str, picture: Picture) -> Iterator[str]:
    """The paragraphs that no server wrote: those above its notice, and short ones below it."""
    if subject and not _is_machines(subject, picture):
        yield subject
    below = False
    for paragraph in _PARAGRAPH.split(text)[:_MOST_PARAGRAPHS]:
        below = below or bool(_notices().match(fold(paragraph[:_LONGEST]).strip()))
        if not below:
            yield paragraph
        elif len(paragraph.split()) <= _SHORT and not _NO_WORDS.search(paragraph):
            code = language_of(read_words(paragraph)).code
            if code and code != _MACHINES:
                yield paragraph


def _is_machines(subject: str, picture: Picture) -> bool:
    """Is it the subject of a notice, or of another mail that is sent along?"""
    bare = _MARKS.sub("", fold(subject)).strip()
    others = {fold(item.message.subject or "").strip() for item in (*picture.reports, *picture.samples)}
    return not bare or bare in others or bool(_notices().match(bare))


def _by_mark(subject: str) -> str | None:
    """ "WG:" is German, "TR:" French."""
    match = re.match(r"\s*([a-z]{1,14})\s?:", subject)
    return _data()["marks"].get(match[1]) if match else None


def _by_signature(picture: Picture) -> str | None:
    opening = picture.opening
    if opening is None:
        return None
    known = {line.strip() for line in f"{opening.text}\n{old_text(opening.evidence.text)}".split("\n")}
    lines = [line for line in opening.evidence.text[:20_000].split("\n") if line.strip() not in known]
    code = language_of(read_words("\n".join(lines[:20])[:_LONGEST])).code
    return code if code != _MACHINES else None


def _by_header(picture: Picture) -> str | None:
    """English is what programs name unasked; any other language somebody has chosen."""
    for name in ("Content-Language", "Accept-Language"):
        value = picture.opening.evidence.header(name) if picture.opening else None
        for match in list(_TAG.finditer(value or ""))[:5]:
            code = match[1].lower()
            if code != _MACHINES and code in _data()["languages"]:
                return code
    return None


@cache
def _data() -> dict[str, dict[str, str]]:
    return tomllib.loads(_DATA.read_text("utf-8"))


@cache
def _notices() -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:{pattern})" for pattern in _data()["notices"]))
