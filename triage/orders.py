"""Text in a ticket is data: sentences that give the desk's machine orders are left out before it is read.

An order is known by what it needs: a name that only the desk's own data uses (`third_party_reject`,
`route=`), a command to sort the ticket under something, to forget rules, or words spoken to a machine.
A person who tells of a filter that "marks our invoices as spam" gives no order, and stays.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

from knowledge.folding import fold
from knowledge.vocabulary import Action, Detail, ProblemKind, Route

_WORDS = Path(__file__).parent / "orders.toml"
_MAX_CHARS = 20_000
"""As much as is read of a ticket's text at all."""
_SENTENCE = re.compile(r"(?:[^.!?\n;]|[.!?;](?=\S)){1,2000}[.!?;]*|\n+|[.!?;]+")
_COMMENT = re.compile(r"<!--.{0,4000}?-->", re.DOTALL)
_BRACES = re.compile(r"\{[^{}]{0,1500}\}")
_NAMES = [item.value for kind in (Route, ProblemKind, Detail, Action) for item in kind]
_VALUES = "|".join(sorted((name.replace("_", "[ _-]") for name in _NAMES), key=len, reverse=True))
_IDENTIFIER = re.compile(rf"\b(?:{'|'.join(name for name in _NAMES if '_' in name)})\b")
_KEY = (
    r"(?:route|routing|action|problem|category|categorie|categoria|kategorie|kategoria|label|class|classification"
    r"|verdict|intent|queue|status|priority|missing|confidence|confident|reply|override)"
)
_SETTING = re.compile(
    # "Action: delayed" stands in a delivery report (RFC 3464 section 2.3.3)
    rf"\b(?!action: ?delayed)(?:{_KEY})\W{{0,3}}[:=>]\W{{0,3}}"
    rf"(?:{_VALUES}|true|false|null|none|closed|solved|1\b|0\.\d|\[)"
)
_MARKUP = re.compile(r"<\|\w{1,20}\|>|\[/?inst\]|<</?sys>>|^\W{0,5}#{2,}\s{0,3}(?:system|instruction|prompt)")
_SPEAKER = re.compile(
    r"^\W{0,5}(?:system|assistant|developer|admin|operator|root|triage|bot|ai|ki|ia)\b[^\w\n]{0,3}[:>\]]"
)
_POLITE = (
    r"(?:please|kindly|now|just|bitte|kerem|kerlek|svp|veuillez|merci de|por favor|per favore|per cortesia"
    r"|prego|alstublieft|graag|prosze|and|und|et|y|e|en|es|then|you must|you should|must|should)"
)
_THAT = re.compile(r"\b(?:that|dass|hogy|que|che|dat|ze)\b")
_KEPT_LETTERS = 12
"""A ticket of which nothing else would be left is read as it is."""


def without_orders(text: str) -> str:
    """The text without invisible characters, and without what is said to the machine instead of the desk.

    No more than the first 20,000 characters are looked at and given back.
    """
    text = "".join(char for char in text[:_MAX_CHARS] if unicodedata.category(char) != "Cf")
    text = _BRACES.sub(_unless_settings, _COMMENT.sub(" ", text))
    kept: list[str] = []
    goes_on = False
    for piece in _SENTENCE.findall(text):
        plain = _plain(piece)
        if not plain.strip():
            kept.append(piece)
            goes_on = goes_on and "\n\n" not in piece
            continue
        goes_on = is_order(piece) or (goes_on and bool(_pattern("then").match(plain)))
        if not goes_on:
            kept.append(piece)
    found = _without_closing("".join(kept))
    return found if sum(char.isalpha() for char in found) >= _KEPT_LETTERS else text


def is_order(sentence: str) -> bool:
    """Is this one sentence, or one line, an order to the machine?"""
    folded = fold(sentence)
    if _IDENTIFIER.search(folded) or _SETTING.search(folded) or _MARKUP.search(folded):
        return True
    plain = _plain(sentence)
    if _SPEAKER.match(folded.strip()) and (
        _has("sort", plain) or _has("called", plain) or _has("forget", plain)
    ):
        return True
    return _forgets(plain) or _speaks_to_the_machine(plain) or _sorts(plain) or _states(plain)


def _forgets(plain: str) -> bool:
    """ "Ignore all previous instructions": the rules stand soon behind the command."""
    found = _clause("forget").search(plain)
    return bool(found and _has("rules", " ".join(plain[found.end() :].split()[:6])))


def _speaks_to_the_machine(plain: str) -> bool:
    """ "Dear AI, …", "note to the classifier", "you are a language model"."""
    found = _pattern("spoken").match(plain.lstrip())
    if not found:
        return False
    near = " ".join(plain.lstrip()[found.end() :].split()[:6]).replace("j ai ", "")  # French "I have"
    named = _pattern("machine").search(near)
    if not named:
        return False
    ends = "," in " ".join(near[named.end() :].split()[:2])  # "the AI newsletter that I read" goes on
    return _has("sort", plain) or (ends and (_has("called", plain) or _has("then", plain)))


def _sorts(plain: str) -> bool:
    """ "Classify this as …", at the beginning of a clause, and said of the ticket."""
    for found in _clause("sort").finditer(plain):
        rest = plain[found.end() :].split()[:12]
        near = " ".join(rest[:4])
        if not _has("ticket", near) or not _has("called", " ".join(rest)):
            continue
        if _has("own", near) or _has("as", " ".join(rest[1:6])) or "kent" in " ".join(rest):
            return True
    return False


def _states(plain: str) -> bool:
    """ "This request must be treated as …", "the right category is …": of the ticket, by its own name."""
    for found in _pattern("own").finditer(plain):
        rest = plain[found.end() :].split(",")[0].split()[:8]
        told = _THAT.search(" ".join(rest))  # "the case is that their newsletter …" tells, and orders nothing
        if not told and _has("must", " ".join(rest[:2])) and _has("called", " ".join(rest)):
            return True
    return False


def _without_closing(text: str) -> str:
    """Without "close the ticket", where something else is said."""
    kept = [piece for piece in _SENTENCE.findall(text) if not _has("close", _plain(piece))]
    found = "".join(kept)
    return found if sum(char.isalpha() for char in found) >= _KEPT_LETTERS else text


def _unless_settings(found: re.Match[str]) -> str:
    folded = fold(found.group())
    return " " if _SETTING.search(folded) or _IDENTIFIER.search(folded) else found.group()


def _plain(sentence: str) -> str:
    """Folded words with commas and colons as `,`: where a clause begins."""
    folded = re.sub(r"[^\w\s,:()\u2014-]|_", " ", fold(sentence))
    return re.sub(r"[,:()\u2014-]+", ",", folded).strip(" ")


def _has(name: str, plain: str) -> bool:
    return bool(_pattern(name).search(plain))


@cache
def _words() -> dict[str, list[str]]:
    return tomllib.loads(_WORDS.read_text("utf-8"))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_either(name)})\b")


@cache
def _clause(name: str) -> re.Pattern[str]:
    """Such a word at the beginning of a clause, perhaps after a "please"."""
    return re.compile(
        rf"(?:^|,)\s{{0,3}}(?:{_POLITE}\s{{1,3}}){{0,2}}(?:{_either(name)})\b|\b{_POLITE}\s(?:{_either(name)})\b"
    )


def _either(name: str) -> str:
    forms = (word.replace("*", r"\w{0,14}").replace(" ", r"\s{1,3}") for word in _words()[name])
    return "|".join(sorted(forms, key=len, reverse=True))
