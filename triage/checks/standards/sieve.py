"""What a Sieve script (RFC 5228) does away with, and on which words: read, never run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_MOST_CHARS = 200_000
_MOST_TOKENS = 20_000
_MOST_ACTIONS = 200
_DEEPEST = 30
_TOKEN = re.compile(
    r"#[^\n]*|/\*.*?\*/|text:[^\n]*\n(?P<long>.*?)\n\.\r?(?:\n|\Z)|\"(?P<text>[^\"\\]*(?:\\.[^\"\\]*)*)\""
    r"|(?P<word>:?[A-Za-z_][A-Za-z0-9_.]*)|(?P<mark>[{}();,\[\]])",
    re.S,
)
_ACTIONS = frozenset({"discard", "fileinto", "redirect", "reject", "ereject"})


@dataclass(frozen=True)
class SieveAction:
    """`discard`, `fileinto`, `redirect`, `reject` or `ereject`; `to`: the folder or address.

    `conditions`: the strings of all tests around it; none: it is done with every mail.
    """

    kind: str
    to: str | None
    conditions: tuple[str, ...]
    negated: bool = False
    """A `not`, or an `else` branch, stands before it: its strings say what it is not done with."""


@dataclass
class _Walk:
    """Where the reader stands: the strings of each block that is open, and of the test being read."""

    open: list[tuple[tuple[str, ...], bool]] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    testing: bool = False
    negated: bool = False
    action: str | None = None


def actions(script: str) -> tuple[SieveAction, ...]:
    """Everything that it does with mail but keep it. Bounded; never raises for what is not Sieve."""
    walk, found = _Walk(), []
    for kind, text in _tokens(script[:_MOST_CHARS]):
        done = _step(walk, kind, text)
        if done is not None:
            found.append(done)
        if len(found) >= _MOST_ACTIONS:
            break
    return tuple(found)


def _step(walk: _Walk, kind: str, text: str) -> SieveAction | None:
    if kind == "text":
        walk.strings.append(text)
    elif kind == "word":
        _word(walk, text.lower())
    elif text == "{":
        if len(walk.open) < _DEEPEST:
            walk.open.append((tuple(walk.strings), walk.negated))
        walk.testing, walk.negated = False, False
        walk.strings.clear()
    elif text == "}":
        if walk.open:
            walk.open.pop()
        walk.strings.clear()
    elif text == ";":
        done = _done(walk)
        walk.strings.clear()
        walk.action = None
        return done
    return None


def _word(walk: _Walk, word: str) -> None:
    if word in ("if", "elsif", "else"):
        walk.testing, walk.negated = word != "else", word == "else"
        walk.strings.clear()
    elif word == "not" and walk.testing:
        walk.negated = True
    elif word in _ACTIONS and not walk.testing:
        walk.action = word


def _done(walk: _Walk) -> SieveAction | None:
    if walk.action is None:
        return None
    around = tuple(text for strings, _ in walk.open for text in strings)
    negated = any(no for _, no in walk.open)
    to = walk.strings[-1] if walk.strings and walk.action in ("fileinto", "redirect") else None
    return SieveAction(walk.action, to, around, negated or (bool(walk.open) and not around))


def _tokens(script: str) -> Iterator[tuple[str, str]]:
    for number, found in enumerate(_TOKEN.finditer(script)):
        if number >= _MOST_TOKENS:
            return
        if found.group("text") is not None:
            yield "text", re.sub(r"\\(.)", r"\1", found.group("text"), flags=re.S)
        elif found.group("long") is not None:
            yield "text", found.group("long")
        elif found.group("word"):
            yield "word", found.group("word")
        elif found.group("mark"):
            yield "mark", found.group("mark")


def names(action: SieveAction, sender: str | None) -> str | None:
    """The string of its conditions that this sender fits, where there is one."""
    address = (sender or "").strip().lower()
    if not address or action.negated:
        return None
    for text in action.conditions:
        plain = text.strip("*").lower()
        if len(plain) > 3 and "." in plain and plain in address:
            return text
    return None
