"""The words around the name of an account, one sentence at a time: `data/account_names.toml`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from triage.details.lexicon import fold

_DATA = Path(__file__).parent / "data" / "account_names.toml"
_FUNCTION_WORDS = _DATA.with_name("function_words.toml")
_LONGEST, _MOST, _LONG_LINE = 20_000, 400, 45
_TOKEN = re.compile(r"[^\W_](?:[\w.@+'’-]{0,80}[^\W])?|[^\w\s]")
_END = re.compile(r"[.!?;](?=\s|$)|\n")
_WRAPPED = re.compile(rf"(?<=[^\n]{{{_LONG_LINE}}}[\w,])\n[ \t]{{0,4}}(?=[a-zà-ż\"'„“«‚‘])")
_HEADER = re.compile(r"\s*[A-Za-z][A-Za-z-]{1,30}-[A-Za-z-]{1,30}:|\s*(?:Received|Subject|From|To|Date):")
_ABBREVIATION = re.compile(
    r"\b(?:z\.b|e\.g|i\.e|d\.h|p\.ej|bijv|nr|no|ggf|bzw|vds|uds|sr|sra|resp|ev|np|pl|ill)$", re.I
)


@dataclass(frozen=True)
class Token:
    """A word or a mark: as written, folded, and where it stands in its sentence."""

    text: str
    word: str
    start: int
    end: int


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, lines that were wrapped put together; header fields are none."""
    whole = _WRAPPED.sub(" ", unicodedata.normalize("NFC", text[:_LONGEST]))
    start = count = 0
    for match in _END.finditer(whole):
        if match[0] == "." and _ABBREVIATION.search(whole[max(start, match.start() - 12) : match.start()]):
            continue
        if whole[start : match.start()].strip() and not _HEADER.match(whole, start):
            yield whole[start : match.start()]
            count += 1
        start = match.end()
        if count >= _MOST:
            return
    if whole[start:].strip() and not _HEADER.match(whole, start):
        yield whole[start:]


def tokens(sentence: str) -> list[Token]:
    """Words and marks; `l'utente` is two words."""
    found: list[Token] = []
    for match in _TOKEN.finditer(sentence[:2_000]):
        text, at = match[0], match.start()
        head, mark, rest = text.replace("’", "'").partition("'")
        if mark and len(head) <= 5 and rest and fold(head) not in ("we", "i", "you", "they"):
            found.append(Token(head, fold(head), at, at + len(head)))
            at += len(head) + 1
            text = text[len(head) + 1 :]
        found.append(Token(text, fold(text), at, match.end()))
    return found


def joined(said: list[Token]) -> str:
    """The words of some tokens, folded, one space apart."""
    return " ".join(token.word for token in said)


def spoken_of(topic: str, words: str) -> bool:
    """Do these folded words, one space apart, name something of a topic?"""
    return bool(_pattern(topic).search(words))


def is_all(topic: str, words: str) -> bool:
    return bool(_pattern(topic).fullmatch(words))


def begins(topic: str, words: str) -> bool:
    return bool(_pattern(topic).match(words))


def is_ordinary(word: str) -> bool:
    """A word that no account is called; one with a hyphen, if both its halves are."""
    if word in _ordinary():
        return True
    topics = (
        "registered",
        "reseller",
        "account",
        "known",
        "panel",
        "sign_in",
        "login_noun",
        "name_noun",
        "foreign",
        "not",
    )
    if any(
        is_all(topic, word) for topic in topics if topic not in ("reseller", "foreign") or "-" not in word
    ):
        return True
    halves = [half for half in word.split("-") if half]
    return len(halves) > 1 and all(is_ordinary(half) for half in halves)


@cache
def _pattern(topic: str) -> re.Pattern[str]:
    phrases = sorted(_data()[topic], key=len, reverse=True)
    spelt = "|".join(_spelt(phrase) for phrase in phrases)
    return re.compile(rf"(?<![\w.@])(?:{spelt})(?!\w)")


def _spelt(phrase: str) -> str:
    folded = re.escape(fold(phrase).replace("'", " "))
    return folded.replace(r"\*", r"\w{0,24}").replace(r"\ ", " ")


@cache
def _ordinary() -> frozenset[str]:
    words = {fold(word) for word in _data()["ordinary"]}
    for topic in ("small", "as", "with", "copula", "called", "goes_on"):
        words |= {fold(word) for word in _data()[topic] if "*" not in word}
    for language in tomllib.loads(_FUNCTION_WORDS.read_text("utf-8")).values():
        words |= {fold(word) for word in language}
    return frozenset(words)


@cache
def _data() -> dict[str, list[str]]:
    return tomllib.loads(_DATA.read_text("utf-8"))
