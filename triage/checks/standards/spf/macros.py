"""SPF macros (RFC 7208 section 7)."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Mapping

_PIECE = re.compile(
    r"%\{([slodiphcrtv])([0-9]*)(r?)([.\-+,/_=]*)\}|(%%)|(%_)|(%-)|([\x21-\x24\x26-\x7e]+)",
    re.IGNORECASE | re.ASCII,
)
_ESCAPES = {"%%": "%", "%_": " ", "%-": "%20"}
_EXPLANATION_ONLY = frozenset("crt")
_LABELS_AT_MOST = 128
_NAME_AT_MOST = 253
_TOP_LABEL = re.compile(r"(?:[0-9a-z]*[a-z][0-9a-z]*|[0-9a-z]+-[0-9a-z-]*[0-9a-z])", re.IGNORECASE | re.ASCII)


class MacroError(ValueError):
    """Not a macro string."""


def letters(text: str, explanation: bool = False) -> frozenset[str]:
    """Check a macro string (an explain string may hold spaces) and name the macro letters that it uses.

    Raises MacroError where the grammar is broken.
    """
    used: set[str] = set()
    for piece in _pieces(text, explanation):
        if piece is None or piece.group(1) is None:
            continue
        letter = piece.group(1).lower()
        if letter in _EXPLANATION_ONLY and not explanation:
            raise MacroError(f"%{{{letter}}} is only allowed in an explanation")
        if piece.group(2) and int(piece.group(2)[:6]) == 0:
            raise MacroError("a macro cannot keep 0 parts")
        used.add(letter)
    return frozenset(used)


def check_domain_spec(text: str) -> frozenset[str]:
    """Check a domain-spec: a macro string that ends in a macro or a top label. Returns the letters used."""
    used = letters(text)
    if not text:
        raise MacroError("the domain is missing")
    last = _pieces(text, False)[-1]
    if last is not None and last.group(8) is None:
        return used
    _, dot, top = text.removesuffix(".").rpartition(".")
    if not dot or not _TOP_LABEL.fullmatch(top):
        raise MacroError(f"{text!r} is not a full domain name")
    return used


def expand(text: str, values: Mapping[str, str], explanation: bool = False) -> str:
    """The text with every macro replaced; `values`: lower-case letter -> its value."""
    return "".join(
        " " if piece is None else _expand_one(piece, values) for piece in _pieces(text, explanation)
    )


def expand_domain(text: str, values: Mapping[str, str]) -> str:
    """A domain-spec expanded: labels are dropped from the left until it fits into 253 characters."""
    name = expand(text, values).removesuffix(".")
    if len(name) <= _NAME_AT_MOST:
        return name
    tail = name[-_NAME_AT_MOST - 1 :]
    return tail[tail.find(".") + 1 :]


def _pieces(text: str, explanation: bool) -> list[re.Match[str] | None]:
    found: list[re.Match[str] | None] = []
    at = 0
    while at < len(text):
        if explanation and text[at] == " ":
            found.append(None)
            at += 1
            continue
        piece = _PIECE.match(text, at)
        if piece is None:
            raise MacroError(f"cannot be read at {text[at : at + 10]!r}")
        found.append(piece)
        at = piece.end()
    return found


def _expand_one(piece: re.Match[str], values: Mapping[str, str]) -> str:
    letter, digits, reverse, delimiters = piece.group(1, 2, 3, 4)
    if letter is None:
        return _ESCAPES.get(piece.group(0), piece.group(0))
    value = values[letter.lower()]
    if digits or reverse or delimiters:
        parts = re.split(f"[{re.escape(delimiters or '.')}]", value)
        if reverse:
            parts.reverse()
        keep = min(int(digits[:6]), _LABELS_AT_MOST) if digits else len(parts)
        value = ".".join(parts[-keep:])
    return urllib.parse.quote(value, safe="-._~") if letter.isupper() else value
