"""Values that a person writes behind a label: `Reseller ID: acme-hosting`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

from triage.details.lexicon import fold

_IS_AN_ID = re.compile(r"(?:id|login|number|kennung|azonosito|azonositoja)$", re.IGNORECASE)
_DATA = Path(__file__).parent / "data" / "labels.toml"


def labelled(text: str, name: str) -> str | None:
    """The first value behind one of a detail's labels; empty talk ("is unknown to me") is none.

    Without a colon or an "is" between them a plain word is a value only behind "ID" and at a phrase's end.
    """
    for match in _pattern(name).finditer(_flat(text)):
        value = match["value"].rstrip(".,-")
        sure = bool(match["mark"]) or bool(_IS_AN_ID.search(match["label"]) and match["ends"] is not None)
        if fold(value) in _no_values() or len(value) < 2:
            continue
        if sure or re.search(r"[\d_.@-]", value):
            return value
    return None


def is_value(word: str) -> bool:
    """Can this word be an ID? Empty talk is none."""
    return len(word) >= 2 and fold(word) not in _no_values()


def beside(text: str, first: str, name: str) -> str | None:
    """The value behind one of a detail's looser labels, where another's value stands right before it."""
    flat = _flat(text)
    for match in _pattern(first).finditer(flat):
        following = _loose_pattern(name).match(flat, match.end("value"))
        if following and fold(following["value"]) not in _no_values():
            return following["value"]
    return None


@cache
def _loose_pattern(name: str) -> re.Pattern[str]:
    labels = tomllib.loads(_DATA.read_text("utf-8"))[name]
    spelt = "|".join(re.escape(_flat(label)) for label in _longest_first(labels))
    value = r"(?P<value>[A-Za-z0-9][\w.-]{1,62}[A-Za-z0-9])(?=[.,;)]?(?:\s|$))"
    return re.compile(
        rf"[\s.,;/|()-]{{1,6}}(?:\w{{1,5}}\s)?(?:{spelt})(?:\s{{0,2}}[:=#]|\s(?:is|ist|est|es|to|jest))?\s{{1,2}}{value}",
        re.I,
    )


def _flat(text: str) -> str:
    """Without accents but with its case: an ID is kept as it was written."""
    decomposed = unicodedata.normalize("NFKD", text[:20_000].replace("ł", "l").replace("Ł", "L"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    labels = tomllib.loads(_DATA.read_text("utf-8"))[name]
    spelt = "|".join(
        re.escape(_flat(label)).replace(r"\ ", r"[\s-]{1,2}") for label in _longest_first(labels)
    )
    mark = (
        r"(?P<mark>\s*(?:[:=#]|-\s|\bis\b:?|\bist\b|\blautet\b|\best\b|\bes\b|\be'|\bto\b|\bjest\b|\bvan\b))?"
    )
    value = r"[\"'`<(]{0,2}(?P<value>[A-Za-z0-9](?:[\w.@+-]{0,62}\w)?)"
    ends = r"(?P<ends>[.,;)\s\"'`>]{0,2}$|[,;)]|\.(?=\s)|(?=\s{1,2}(?:and|und|et|y|e|en|i|es)\b))?"
    label = rf"\b(?P<label>{spelt})(?!\w)(?:\s*\([^)\n]{{0,60}}\))?"
    return re.compile(rf"{label}{mark}\s{{0,3}}{value}{ends}", re.I | re.M)


def _longest_first(labels: list[str]) -> list[str]:
    return sorted(labels, key=len, reverse=True)


@cache
def _no_values() -> frozenset[str]:
    return frozenset(fold(word) for word in tomllib.loads(_DATA.read_text("utf-8"))["no_value"])
