"""May a text that was worded anew take the place of the composed one? Only if it says the same facts.

What can be compared to the letter has to be the same in both: addresses, links, hosts, numbers, records,
codes, words in capitals and quoted lines; nothing may be missing, changed or new. Whether the rest means the
same is for the agent who reads it: a text that was worded anew never goes out unread.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator

_LONGER, _SPARE, _SHORTER = 1.4, 80, 0.5
_TOKEN = 80
_MARKER = re.compile(r"^\s*(?:\d{1,2}[.)]|[-*•])\s+", re.M)
_STEP = re.compile(r"^\s*\d{1,2}[.)]\s", re.M)
_LINK = re.compile(
    r"\b[a-z][a-z0-9+.-]{1,15}:/{0,2}[^\s\"'<>()]+[^\s\"'<>().,;:!?]|\bwww\.[^\s\"'<>()]+", re.I
)
_ADDRESS = re.compile(r"[^\s\"'<>()@,;:]{1,64}@[^\s\"'<>()@,;:]{1,255}[^\s\"'<>()@,;:.!?]")
_HOST = re.compile(r"\b[\w-]{1,63}(?:\.[\w-]{1,63})*\.[^\W\d_]{2,24}\b")
_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
_CAPITALS = re.compile(r"\b[A-Z][A-Z0-9]+\b")
_QUOTED = re.compile(r"[\"“”„«»‹›]([^\"“”„«»‹›\n]{1,300})[\"“”„«»‹›]")
_RECORD = re.compile(r"^ {2,}\S.*$", re.M)
_MARKUP = re.compile(r"[<>`{}\\]|\]\(|\*\*|__")
_SECRETS = re.compile(
    r"pass ?(?:word|wort|phrase)|kennwort|jelsz[oó]|mot de passe|contrase[nñ]a|\bclave|wachtwoord|has[lł][oa]"
    r"|\bsenha|palavra-passe|\bPIN\b|kreditkarte|credit card|bank",
    re.I,
)
_COMPARED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("link", _LINK),
    ("address", _ADDRESS),
    ("host", _HOST),
    ("number", _NUMBER),
    ("word in capitals", _CAPITALS),
    ("quoted text", _QUOTED),
    ("record", _RECORD),
    ("word for a secret", _SECRETS),
)


def difference(composed: str, draft: str) -> str | None:
    """Why the draft may not take the place of the composed text, in words; `None`: it may."""
    for look in (_length, _characters, _steps):
        if why := look(composed, draft):
            return why
    for what, pattern in _COMPARED:
        before, after = Counter(_found(pattern, composed)), Counter(_found(pattern, draft))
        for word, said in ((before - after, "is missing"), (after - before, "is new")):
            if word:
                return f"the {what} {_shown(next(iter(word)))} {said}"
    return None


def _length(composed: str, draft: str) -> str | None:
    if not draft.strip():
        return "it is empty"
    if len(draft) > len(composed) * _LONGER + _SPARE:
        return f"it is much longer ({len(draft)} characters in place of {len(composed)})"
    return "it is much shorter" if len(draft) < len(composed) * _SHORTER else None


def _characters(composed: str, draft: str) -> str | None:
    known = set(composed)
    for char in draft:
        if char not in known and char != "\n" and _is_odd(char):
            return f"it holds the character U+{ord(char):04X}"
    new = Counter(_MARKUP.findall(draft)) - Counter(_MARKUP.findall(composed))
    return f"it holds the markup {_shown(next(iter(new)))}" if new else None


def _is_odd(char: str) -> bool:
    """What is not seen, or looks like something else: digits and letters of other shapes."""
    kind = unicodedata.category(char)
    if kind[0] == "C" or kind in ("Zl", "Zp", "No", "Nl") or (kind == "Nd" and not char.isascii()):
        return True
    if not char.isalpha() or char.isascii():
        return False
    return not unicodedata.name(char, "").startswith("LATIN") or unicodedata.normalize("NFKC", char) != char


def _steps(composed: str, draft: str) -> str | None:
    before, after = (len(_STEP.findall(text)) for text in (composed, draft))
    return None if before == after else f"it has {after} steps in place of {before}"


def _found(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    """What a pattern finds, in one spelling; the numbers of steps are no numbers of the text."""
    clean: Callable[[str], str] = str.strip if pattern in (_RECORD, _QUOTED) else str.casefold
    bare = text if pattern is _RECORD else _MARKER.sub("", text)
    for match in pattern.finditer(bare):
        yield clean(match[1] if match.re.groups else match[0])


def _shown(word: str) -> str:
    return f'"{word if len(word) <= _TOKEN else word[:_TOKEN] + "…"}"'
