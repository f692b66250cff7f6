"""Numbers that a person wrote down, in digits or words, with what follows them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from triage.details.days import month_words
from triage.details.lexicon import Words, fold
from triage.details.spelt_clocks import spelt_clocks
from triage.details.spelt_numbers import numbers_from_eleven

_DATA = Path(__file__).parent / "data" / "counts.toml"
_NOT_A_COUNT = (
    r"(?<!\S)\S{0,300}@\S*|https?://\S*|\b[245]\d\d[ -](?=[245]\.\d)|\b[245]\.\d{1,3}\.\d{1,3}\b"
    r"|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\.?|\b(?!\d{1,3}(?:\.\d{3})+\b)\d+\.\d+\b"
    r"|\b\d+(?:[.,]\d+)? ?(?:[kmgt]i?b\b|%|eur\b|euros?\b|€|usd\b|\$|huf\b|zl\b|km\b|kg\b)"
    r"|\b\d{1,2} ?(?:ora(?:kor)?|uhr|uur|heures?|horas?) (?:y |e |et |es )?\d{1,2}\b(?: ?perc\w*)?"
    r"|\d{1,2}:\d{2}(?::\d{2})?|\d{1,3}(?:\.\d{1,3}){2,3}"
    r"|[+-]\d{4}\b|\b(?:19|20)\d\d\b(?=[.\s-]{0,2}\d)|\b(?:19[6-9]\d|20(?:0[1-9]|[12]\d))\b|\b\d{1,2}(?:st|nd|rd|th)\b"
)
_TO_PLACES = "w|in|im|into|to|na|en|dans|nella|nel|no|para|a|per|par|por|pro|al|alla|naar|do|auf|je"
"""Not between a number and the heads that it counts: "90 in the mailbox"."""
_IN_QUOTES = re.compile(r'"[^"\n]{12,600}"|[“„][^“”„\n]{12,600}[”“]|«[^«»\n]{12,600}»|»[^«»\n]{12,600}«')
_SHOWN = re.compile(
    r"\b(?:text|wording|content|contents|sample|example|reads|says|inhalt|wortlaut|beispiel|lautet|muster|szoveg\w*|pelda\w*"
    r"|texte|contenu|exemple|texto|contenido|ejemplo|testo|contenuto|esempio|tekst|inhoud|voorbeeld|tresc\w*|przyklad"
    r"|conteudo|exemplo|copied below|pasted below)\b[^\n:]{0,40}:[ \t]*\n"
)
_OR = frozenset({"or", "oder", "bis", "vagy", "ou", "o", "of", "tot", "albo", "lub", "czy"})
_COMMA = len(", ")
_WIDEST = 5
"""So many times the low end of "two or three" its high end may be."""
_TOKEN = re.compile(r"\d{1,3}(?:[., ]\d{3})+(?!\d)|\d+|[^\W\d_]+")


@dataclass(frozen=True)
class Count:
    """A number at an offset of the folded text; `spanned`: a time span or mails follow it."""

    value: int
    start: int
    end: int
    spanned: bool
    digits: bool


def counts(words: Words, language: str | None = None) -> tuple[Count, ...]:
    """Every number in a text that may count something.

    Dates, times, codes and addresses are left out, and what is quoted or shown of another mail. In a
    `language` that is known the small words of others are no numbers: "hat" is six in Hungarian only.
    """
    return _counts(words.text, language)


@lru_cache(maxsize=32)
def _counts(folded: str, language: str | None) -> tuple[Count, ...]:
    """Kept, as several details and rules ask for the numbers of one ticket."""
    text = without_samples(without_other_numbers(folded))
    tokens = [
        (match.group(), match.start(), match.end())
        for match in _TOKEN.finditer(text)
        if not (language and language not in _only_in().get(match.group(), (language,)))
    ]
    return tuple(_read(tokens))


def without_other_numbers(text: str) -> str:
    """A folded text with spaces in place of dates, times, codes and addresses; offsets stay."""
    for clock in spelt_clocks(text):
        text = text[: clock.start] + " " * (clock.end - clock.start) + text[clock.end :]
    return _no_counts().sub(lambda match: " " * len(match[0]), text)


def without_samples(text: str) -> str:
    """A folded text with spaces in place of what another mail says; offsets stay.

    That is what stands in quotation marks, and what follows a line such as "This is its text:".
    """
    shown = _SHOWN.search(text)
    if shown:
        text = text[: shown.end()] + " " * (len(text) - shown.end())
    return _IN_QUOTES.sub(lambda match: " " * len(match[0]), text)


def _read(tokens: list[tuple[str, int, int]]) -> Iterator[Count]:
    position = 0
    while position < len(tokens):
        value, length = _value(tokens, position)
        if value is None:
            position += 1
            continue
        _word, start, _end = tokens[position]
        high, longer = _high_end(tokens, position + length, value)
        if high is not None:
            value, length = high, length + longer
        end = tokens[position + length - 1][2]
        # "20 a day", and "daily 20"
        around = (
            *tokens[max(0, position - 5) : position],
            *tokens[position + length : position + length + 3],
        )
        spanned = any(token in span_words() for token, _start, _end in around)
        yield Count(value, start, end, spanned, tokens[position][0][0].isdigit())
        position += length


def _high_end(tokens: list[tuple[str, int, int]], position: int, low: int) -> tuple[int | None, int]:
    """ "Two or three", "2-3": the second number and how many words it adds; `None` where it is no range."""
    if not low or position >= len(tokens):
        return None, 0
    skip = tokens[position][0] in _OR
    gap = tokens[position][1] - tokens[position - 1][2]
    # "five, six a day"
    counted_on = gap == _COMMA and not skip
    if position + skip >= len(tokens) or not (gap == 1 or counted_on):
        return None, 0
    high, length = _value(tokens, position + skip)
    if high is None or not low < high <= (low + 1 if counted_on else low * _WIDEST):
        return None, 0
    return high, length + skip


def _value(tokens: list[tuple[str, int, int]], position: int) -> tuple[int | None, int]:
    word = tokens[position][0]
    if word[0].isdigit():
        digits = re.sub(r"\D", "", word)
        return (int(digits), 1) if len(digits) <= 6 else (None, 1)
    for length in (3, 2, 1):
        words = [token for token, _start, _end in tokens[position : position + length]]
        said = " ".join(words)
        if len(words) == length and said in _numbers():
            return _numbers()[said], length
    return None, 1


@cache
def _no_counts() -> re.Pattern[str]:
    """Dates, times, codes and addresses."""
    months = month_words()
    return re.compile(
        rf"{_NOT_A_COUNT}|\b\d{{1,2}}\.? (?=(?:de )?(?:{months})\b)"
        # "ma már 60" is Hungarian, and no day of March
        rf"|(?<!ma )\b(?:{months})\.? (?:0?[1-9]|[12]\d|3[01])\b"
        rf"|\b(?:{months})\.?,? (?:de |del )?(?:19|20)\d\d\b"
    )


@cache
def _numbers() -> dict[str, int]:
    listed = tomllib.loads(_DATA.read_text("utf-8"))["numbers"]
    told = {fold(word).replace("-", " "): int(value) for value, said in listed.items() for word in said}
    return numbers_from_eleven() | told


@cache
def _only_in() -> dict[str, tuple[str, ...]]:
    listed = tomllib.loads(_DATA.read_text("utf-8"))["only_in"]
    return {word: tuple(languages) for word, languages in listed.items()}


def is_span(word: str, language: str | None) -> bool:
    """Whether a folded word names a span of time, or mails themselves; "hier" does in French only."""
    return word in span_words() and (not language or language in _only_in().get(word, (language,)))


@cache
def span_words() -> frozenset[str]:
    """What says that mails are counted, not heads: a span of time, or mails themselves."""
    return frozenset(fold(word) for word in tomllib.loads(_DATA.read_text("utf-8"))["spans"]["words"])


@cache
def heads_pattern() -> re.Pattern[str]:
    """What is counted when users are: matched right after a number in a folded text."""
    said = tomllib.loads(_DATA.read_text("utf-8"))["heads"]["words"]
    spelt = (re.escape(fold(word)).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in said)
    return re.compile(rf"\s*(?:(?!(?:{_TO_PLACES})\b)\w+\s+){{0,2}}?(?:{'|'.join(spelt)})(?!\w)")
