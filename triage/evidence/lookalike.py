"""Does a domain look like another one that it is not? Letters that look alike, and one slip of a finger."""

from __future__ import annotations

import contextlib
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from triage.evidence.hosts import organisation

_FILE = Path(__file__).with_name("wellknown.toml")
_MIN_CHARS = 6
"""Of shorter names many differ in one letter by chance."""
_MAX_OTHERS = 20


def imitates(domain: str, others: Iterable[str] = ()) -> tuple[str, bool] | None:
    """The domain that this one looks like, and whether it is by look-alike letters alone; else `None`.

    `others`: domains that matter here, such as the recipient's; the well-known ones are always looked at.
    """
    own = organisation(domain)
    if own is None or own in _really_known():
        return None
    wanted = tuple(known for other in list(others)[:_MAX_OTHERS] if (known := organisation(other)))
    return None if own in wanted else _closest(own, wanted) or _closest_well_known(own)


@lru_cache(maxsize=1_024)
def _closest_well_known(own: str) -> tuple[str, bool] | None:
    return _closest(own, _imitated())


def _closest(own: str, wanted: tuple[str, ...]) -> tuple[str, bool] | None:
    drawn = skeleton(own)
    alike = next((known for known in wanted if drawn == skeleton(known)), None)
    if alike is not None:
        return alike, True
    slip = next((known for known in wanted if _one_slip(own, known)), None)
    return (slip, False) if slip is not None else None


def mixes_alphabets(domain: str) -> bool:
    """Does a label of the domain mix Latin letters with those of another alphabet that look like them?"""
    for label in shown(domain).split("."):
        scripts = {unicodedata.name(char, "").partition(" ")[0] for char in label if char.isalpha()}
        if "LATIN" in scripts and scripts & {"CYRILLIC", "GREEK", "ARMENIAN"}:
            return True
    return False


def claimed_owner(name: str, domain: str) -> str | None:
    """The domain whose owner a display name names, when that is not the domain's."""
    words = " ".join(name.casefold().split()).removesuffix(" inc.").removesuffix(" inc")
    domains = _names().get(words)
    own = organisation(domain)
    if not domains or own is None or own in domains:
        return None
    # The same name below another ending is more likely theirs than not: amazon.co.jp
    return None if own.partition(".")[0] == domains[0].partition(".")[0] else domains[0]


@lru_cache(maxsize=1_024)
def skeleton(domain: str) -> str:
    """What the eye sees of a domain: one letter for all that look like it (after Unicode TR 39)."""
    text = unicodedata.normalize("NFKD", shown(domain))
    plain = "".join(char for char in text if not unicodedata.combining(char)).translate(_alike())
    return plain.replace("rn", "m").replace("vv", "w")


@lru_cache(maxsize=1_024)
def shown(domain: str) -> str:
    """The domain with its punycode labels decoded (RFC 3492); one that cannot be stays as it is."""
    labels = []
    for label in domain.lower().split("."):
        if label.startswith("xn--") and len(label) <= 63:
            with contextlib.suppress(UnicodeError, ValueError, OverflowError):
                label = label[4:].encode("ascii").decode("punycode").lower()
        labels.append(label)
    return ".".join(labels)


def _one_slip(one: str, other: str) -> bool:
    """Is one letter of the name left out, put in, or exchanged with its neighbour or with another?"""
    mine, _, my_end = one.partition(".")
    theirs, _, their_end = other.partition(".")
    if my_end != their_end or len(theirs) < _MIN_CHARS or abs(len(mine) - len(theirs)) > 1:
        return False
    if mine == theirs:
        return False
    start = 0
    while start < min(len(mine), len(theirs)) and mine[start] == theirs[start]:
        start += 1
    a, b = mine[start:], theirs[start:]
    # A number in a name says which one it is, not who.
    if (a[:1].isdigit() or not a) and (b[:1].isdigit() or not b):
        return False
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


@cache
def _names() -> dict[str, list[str]]:
    names: dict[str, list[str]] = tomllib.loads(_FILE.read_text("utf-8"))["names"]
    return names


@cache
def _really_known() -> frozenset[str]:
    return frozenset(domain for domains in _names().values() for domain in domains)


@cache
def _imitated() -> tuple[str, ...]:
    return tuple(dict.fromkeys(domains[0] for domains in _names().values()))


@cache
def _alike() -> dict[int, str]:
    table: dict[str, str] = tomllib.loads(_FILE.read_text("utf-8"))["alike"]
    return {ord(char): letter for letter, chars in table.items() for char in chars}
