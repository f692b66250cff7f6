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
_URL = re.compile(r"\bhttps?://([^\s/?#]{1,80})[^\s\"'<>]{0,1000}", re.I)
_SPELT_OUT = (
    (_URL, r" \1 "),
    (re.compile(r"\ben tant qu(?:e |['’])", re.I), "comme "),
    (re.compile(r"\bw/ ?", re.I), "with "),
)
_FUNCTION_WORDS = _DATA.with_name("function_words.toml")
_LONGEST, _MOST, _LONG_LINE = 20_000, 400, 45
_SENTENCE, _ARTICLE = 1_500, 5
_PRONOUNS = frozenset({"we", "i", "you", "they"})
_TOKEN = re.compile(r"[^\W_](?:[\w.@+'’-]{0,80}[^\W])?|[^\w\s]")
_END = re.compile(r"[.!?;](?=\s|$)|\n")
_WRAPPED = re.compile(rf"(?<=[^\n]{{{_LONG_LINE}}}[\w,])\n[ \t]{{0,4}}(?=[a-zà-ż\"'„“«‚‘])")
_HEADER = re.compile(
    r"\s*(?:(?:X|List|DKIM|ARC|MIME|Content|Return|Delivered|Authentication|Message|Reply|Received|Auto|Feedback|In)"
    r"-[\w-]{1,40}|Received|Subject|From|To|Date):"
)
_ABBREVIATION = re.compile(
    r"\b(?:z\.b|e\.g|i\.e|d\.h|p\.ej|bijv|nr|ggf|bzw|vds|uds|sr|sra|resp|ev|np|pl|ill)$", re.I
)
_PARTICIPLE = re.compile(
    r".+(?:ed|ados?|adas?|idos?|idas?|at[oaie]|it[oa]|ut[oa]|an[ye]|on[ye]|lva|lve|tva|tve|zva|zve|rva|rve|kva|kve|dva"
    r"|able|ible|bile|lich|isch|ig|mente|ment|lijk|ously|ly)|(?:ge|ver|be|ent|ab|an|aus|ein)[a-z]{3,}(?:t|en|d|de|te)"
)
"""Adjectives and participles of the nine languages, by how they are formed."""


@dataclass(frozen=True)
class Token:
    """A word or a mark, as written and folded."""

    text: str
    word: str


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, lines that were wrapped put together; header fields are none."""
    whole = unicodedata.normalize("NFC", text[:_LONGEST])
    for short, full in (*_SPELT_OUT, (_WRAPPED, " ")):
        whole = short.sub(full, whole)
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
    for match in _TOKEN.finditer(sentence[:_SENTENCE]):
        text = match[0]
        head, mark, rest = text.replace("’", "'").partition("'")
        if mark and len(head) <= _ARTICLE and rest and fold(head) not in _PRONOUNS:
            found.append(Token(head, fold(head)))
            text = text[len(head) + 1 :]
        found.append(Token(text, fold(text).replace("'", " ")))
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


def is_participle(word: str) -> bool:
    """ "Gesperrt", "suspended", "eliminado": by its form, which a few real names have, too."""
    return bool(_PARTICIPLE.fullmatch(word))


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
