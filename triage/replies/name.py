"""By which name may the requester be greeted? Only by one that is surely theirs, else by none."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

_ROLES = Path(__file__).parent / "roles.txt"
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*\.?")
_ENDINGS = (
    "hotel", "praxis", "apotheke", "kanzlei", "werkstatt", "buchhaltung", "verwaltung", "abteilung", "schule",
    "restaurant", "bakkerij", "kantoor", "winkel", "iroda", "gmbh", "werke", "zentrum", "verein", "service",
)  # fmt: skip
"""Of compounds, which German, Dutch and Hungarian make."""
_LONGEST, _MOST_WORDS, _KNOWN_FROM = 40, 4, 3


def greeted_as(display: str | None, address: str | None) -> str | None:
    """The name of a From field (RFC 5322 section 3.4) as it may stand in a greeting, else `None`.

    Two to four words of letters in one alphabet, no word of a role, and one of them in the address: what
    anybody may write there (a role, an order, an advertisement) is not read back to them.
    """
    if not display or not address or "@" not in address or len(display) > _LONGEST:
        return None
    last, comma, first = display.partition(",")
    name = " ".join((f"{first} {last}" if comma else display).split())
    words = name.split(" ")
    if not 2 <= len(words) <= _MOST_WORDS or not all(_WORD.fullmatch(word) for word in words):
        return None
    if not (words[0][0].isupper() and words[-1][0].isupper()) or _is_mixed(name):
        return None
    local = _plain(address.rpartition("@")[0])
    folded = [part for word in words for part in re.split("['\u2019.-]", _plain(word)) if part]
    named = any(len(word) >= _KNOWN_FROM and word in local for word in folded)
    is_role = bool(_roles() & {*folded, *re.split(r"[^a-z]+", local)}) or any(map(_is_place, folded))
    is_house = all(word in _plain(address.rpartition("@")[2]) for word in folded)
    return name if named and not is_role and not is_house else None


def _is_place(word: str) -> bool:
    """ "Seehotel", "Zahnarztpraxis": what a word ends in tells what it names."""
    return word.endswith(_ENDINGS)


def _plain(text: str) -> str:
    """Lower case without accents, as addresses spell names."""
    spelt = text.casefold().replace("ß", "ss").replace("ł", "l").replace("ø", "o")
    return "".join(char for char in unicodedata.normalize("NFKD", spelt) if not unicodedata.combining(char))


def _is_mixed(name: str) -> bool:
    return len({unicodedata.name(char, "?").split()[0] for char in name if char.isalpha()}) > 1


@cache
def _roles() -> frozenset[str]:
    return frozenset(_ROLES.read_text("utf-8").split())
