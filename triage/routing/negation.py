"""Is what a phrase names denied: "nothing in my sent folder", "nicht im Junk", "w wysłanych ich nie ma"?

A negation reaches to the phrase behind it in the same sentence, as long as it does not belong to a verb of
writing ("messages that I did not write are in my sent folder"). Of a place, what is behind counts as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from knowledge.concepts import Entry, load_concepts
from knowledge.roles import load_roles

BEFORE, BEHIND = 6, 5
VERB = 4
"""How far from a negation its verb may stand: "non ve l'ho scritta"."""
TURNED = frozenset({"hacked", "junkfolder", "unsubscribe", "password"})
"""Concepts that say the opposite when they are denied."""
_WRITES = (
    "writ", "wrot", "send", "sent", "geschrieb", "schrieb", "gesend", "gesandt", "verschick", "geschick",
    "versand", "irta", "irtu", "kuld", "en", "ecri", "envoy", "escri", "envi", "mand", "scri", "invi",
    "geschrev", "schreef", "gestuur", "verstuur", "verzond", "pis", "napis", "wysyl", "wysl", "escrev",
    "recogn", "kenne", "know",
)  # fmt: skip
_ALSO = {"fr": frozenset({"n", "ne"})}
""" "Je n'ai donné ... à personne": what denies besides the concept `not`, which "pas" stands for already."""
_IN_ORDER = (
    "normal",
    "regolar",
    "ordnung",
    "orden",
    "ordre",
    "rendben",
    "propre",
    "clean",
    "pulit",
    "limpi",
    "limpo",
)
"""Of a place: what it holds is as it should be."""
_SENT = ("sent", "gesend", "elkuld", "envoy", "enviad", "inviat", "verzond", "wyslan")


def meant(row: Sequence[str]) -> tuple[tuple[int, str], ...]:
    """Position and name of the concepts in a row of folded words, in the row's own language."""
    return _meant(tuple(row))


@lru_cache(maxsize=32)
def _meant(row: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    """Kept, as the model and several rules ask for the concepts of one ticket."""
    language = load_roles().surely(row)
    return tuple(turned(row, list(load_concepts().found(row, language)), language))


def turned(
    row: Sequence[str], found: Sequence[tuple[int, str]], language: str | None = None
) -> Iterator[tuple[int, str]]:
    """The concepts of a row of words, those that are denied under a name of their own (`nojunkfolder`)."""
    for place, name in found:
        # "ne veux plus recevoir" asks to be taken off a list, and denies nothing
        denied = name in TURNED and is_denied(row, place, place, language, also=name != "unsubscribe")
        yield place, f"no{name}" if denied else name


def is_denied(
    row: Sequence[str], first: int, last: int, language: str | None = None, *, also: bool = True
) -> bool:
    """Is the phrase from one word to another denied? A row of folded words, `.` between sentences."""
    denying = negations(language) | (_ALSO.get(language or "", frozenset()) if also else frozenset())
    for place in range(first - 1, max(-1, first - 1 - BEFORE), -1):
        if row[place] == ".":
            break
        if row[place] in denying and not _of_writing(row[place + 1 : min(place + 1 + VERB, first)]):
            return True
    if not any(word.startswith(_SENT) for word in row[first : last + 4]):
        return False
    for place in range(last + 1, min(len(row), last + 1 + BEHIND)):
        if row[place] == ".":
            break
        if row[place].startswith(_IN_ORDER):
            return True
        if row[place] in denying and not _of_writing(row[place + 1 : place + 1 + VERB]):
            return True
    return False


def _of_writing(words: Sequence[str]) -> bool:
    return any(word == "en" if stem == "en" else word.startswith(stem) for word in words for stem in _WRITES)


@cache
def negations(language: str | None = None) -> frozenset[str]:
    """The words that deny in a language; those of all languages where it is not known."""
    plain = _words_of("not", load_concepts().whole, language)
    begins = _words_of("not", load_concepts().begins, language)
    endings = ("", "e", "en", "em", "er", "es", "o", "a", "os", "as", "enek", "s", "ych")
    return frozenset(plain | {word + ending for word in begins for ending in endings})


def _words_of(concept: str, shelf: Mapping[str, Sequence[Entry]], language: str | None) -> set[str]:
    return {
        word
        for word, entries in shelf.items()
        if any((rest, name) == ((), concept) and of == (language or of) for rest, name, of in entries)
    }
