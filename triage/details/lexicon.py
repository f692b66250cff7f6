"""Finds the telling phrases of a text in one pass. The phrases are data: `phrases/*.toml`, a file a topic.

A file holds language codes with lists of phrases. In a phrase `~` stands for up to four words, and `*`
at the end of a word for any ending, at its beginning for any beginning. Case and accents do not matter.
A phrase never spans two sentences.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "phrases"
TEXT_LIMIT = 20_000
_GAP = 4
_APOSTROPHE = re.compile(r"(?<=\w)['\u2019](?=\w)")
_WORD = re.compile(r"[^\W_]+|~")
_BREAK = re.compile(r"[.!?](?=\s|$)|\n\s*\n|[;]|\n\s*[-*•]")
_LETTERS = str.maketrans({"ł": "l", "ß": "ss", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "’": "'", " ": " "})

Entry = tuple[int, str, tuple[str, ...], tuple[str, ...]]
"""A phrase: its number in the order of the files, its topic, its languages, its words."""


@dataclass(frozen=True)
class Hit:
    """One phrase that was found: offsets in the folded text, and the number of its first word."""

    topic: str
    languages: tuple[str, ...]
    start: int
    end: int
    first: int
    sentence: int


@dataclass(frozen=True)
class Words:
    """A text as it was and folded (lower case, no accents), cut into words, with the phrases found in it."""

    original: str
    text: str
    tokens: tuple[str, ...]
    starts: tuple[int, ...]
    sentences: tuple[int, ...]
    hits: tuple[Hit, ...]

    def has(self, topic: str, language: str | None = None) -> bool:
        return bool(self.all(topic, language))

    def all(self, topic: str, language: str | None = None) -> tuple[Hit, ...]:
        """The hits of a topic; with a language only those of its phrases (`ma` is not `ma` everywhere)."""
        return tuple(
            hit for hit in self.hits if hit.topic == topic and (not language or language in hit.languages)
        )

    def said(self, start: int, end: int) -> str:
        """The words between two offsets as they were written, where folding has kept their places."""
        source = self.original if len(self.original) == len(self.text) else self.text
        return " ".join(source[start:end].split())


def fold(text: str) -> str:
    """Lower case, without accents; ligatures and special letters spelt out."""
    lowered = text.casefold().translate(_LETTERS)
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFKD", lowered)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def read_words(text: str) -> Words:
    """Cut a text into words and find every topic's phrases in it."""
    folded = fold(text[:TEXT_LIMIT])
    breaks = [match.start() for match in _BREAK.finditer(folded)]
    tokens: list[str] = []
    starts: list[int] = []
    sentences: list[int] = []
    sentence = 0
    for match in _WORD.finditer(folded):
        while sentence < len(breaks) and breaks[sentence] < match.start():
            sentence += 1
        tokens.append(match.group())
        starts.append(match.start())
        sentences.append(sentence)
    hits = tuple(_hits(tokens, starts, sentences))
    return Words(text[:TEXT_LIMIT], folded, tuple(tokens), tuple(starts), tuple(sentences), hits)


def _hits(tokens: list[str], starts: list[int], sentences: list[int]) -> Iterator[Hit]:
    for position, token in enumerate(tokens):
        for _number, topic, languages, phrase in sorted(_that_may_begin(tokens, position)):
            if not _fits(phrase[0], token):
                continue
            end = _follow(phrase, 0, position, tokens, sentences)
            if end is not None:
                stop = starts[end] + len(tokens[end])
                yield Hit(topic, languages, starts[position], stop, position, sentences[position])


def _that_may_begin(tokens: list[str], position: int) -> list[Entry]:
    """The phrases whose first word may be this one, and whose second one the next."""
    index, token = phrases(), tokens[position]
    following = tokens[position + 1] if position + 1 < len(tokens) else ""
    found: list[Entry] = []
    for first in (token, token[:3] + "*", "*" + token[-3:]):
        found += index.get((first, ""), ())
        if following:
            found += index.get((first, following), ())
    return found


def _follow(
    phrase: tuple[str, ...], at: int, position: int, tokens: list[str], sentences: list[int]
) -> int | None:
    """The number of the last word of a phrase whose word `at` stands at `position`, or `None`."""
    if at + 1 == len(phrase):
        return position
    gap = phrase[at + 1] == "~"
    at += 2 if gap else 1
    for following in range(position + 1, min(position + 2 + (_GAP if gap else 0), len(tokens))):
        if sentences[following] != sentences[position]:
            return None
        if _fits(phrase[at], tokens[following]):
            end = _follow(phrase, at, following, tokens, sentences)
            if end is not None:
                return end
    return None


def _fits(wanted: str, token: str) -> bool:
    if wanted[0] == "*":
        return token.endswith(wanted[1:])
    return token.startswith(wanted[:-1]) if wanted[-1] == "*" else token == wanted


@cache
def phrases() -> dict[tuple[str, str], tuple[Entry, ...]]:
    """Every phrase by its first word (`abc*`, `*abc`: by three letters) and its second, if it is plain."""
    found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for language, listed in tomllib.loads(path.read_text("utf-8")).items():
            for spelt in dict.fromkeys(one for phrase in listed for one in _spellings(phrase, language)):
                found.setdefault((path.stem, _phrase_words(spelt)), []).append(language)
    index: dict[tuple[str, str], list[Entry]] = {}
    for number, ((topic, words), languages) in enumerate(found.items()):
        second = words[1] if len(words) > 1 and words[1].isalnum() else ""
        index.setdefault((_key(words[0]), second), []).append((number, topic, tuple(languages), words))
    return {key: tuple(entries) for key, entries in index.items()}


def _spellings(phrase: str, language: str) -> tuple[str, ...]:
    """Phones and hasty people leave the apostrophe out: "doesnt", "im"."""
    return (phrase, _APOSTROPHE.sub("", phrase)) if language == "en" else (phrase,)


def _key(word: str) -> str:
    if word.startswith("*"):
        return "*" + word[-3:]
    return word[:3] + "*" if word.endswith("*") else word


def _phrase_words(phrase: str) -> tuple[str, ...]:
    words = tuple(re.findall(r"\*?[^\W_]+\*?|~", fold(phrase)))
    if not words or words[0] == "~" or words[-1] == "~":
        raise ValueError(f"a phrase begins and ends with a word: {phrase!r}")
    if "*" in words[0] and len(words[0]) < 4:
        raise ValueError(f"three letters at least beside the star of a first word: {phrase!r}")
    return words
