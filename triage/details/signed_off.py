"""Which addresses of a ticket only sign it? Those below the name of the one who writes, and in a footer.

The other side may be told by role only ("my accountant"): a signature's address must not take its place.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from triage.details.addresses import Named, is_own
from triage.details.lexicon import fold
from triage.details.somebody_else import somebody_else
from triage.details.telling import Telling
from triage.facts.picture import is_ours

_MOST_LINES = 600
_LONGEST = 400
_CLOSING_WORDS = 6
_NAME_WORDS = 4
_SENTENCE_WORDS = 4
_CONTACT_WORDS = 12
_DIGITS = 7
_DATA = Path(__file__).parent / "data" / "closings.toml"
_WORD = re.compile(r"[^\W\d_]+")
_TELEPHONE = re.compile(
    r"\b(?:tel|phone|ph|fon|telefon\w*|mob\w*|handy|cell|fax|ext|int|option|durchwahl|dw|gsm|kom|tlm|tfno|movil|cel)"
    r"\b[.:]{0,2} ?[+(]?\d"
)
_NUMBER = re.compile(r"(?<![\w.:-])[+(]?\d[\d ()/-]{5,20}\d\b(?![.:]\d)")
_DATED = re.compile(r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b\d{1,2}:\d\d\b")
_SITE = re.compile(r"\bwww\.|https?://")
_NAME = re.compile(r"[^\W\d_][^\d@:;!?|/]{1,48}$")
_LABELLED = re.compile(r"\b(?:from|to|von|an|de|a|para|da|van|aan|od|do|felado|cimzett) ?: ?<?$")


def without_signatures(named: tuple[Named, ...], telling: Telling) -> tuple[Named, ...]:
    """The addresses that are told, those left out that stand in the requester's own signature."""
    if not named:
        return named
    signature = _Signature(telling)
    return tuple(item for item in named if not signature.holds(item))


class _Signature:
    """The lines of a ticket that sign it, by their numbers."""

    def __init__(self, telling: Telling) -> None:
        self.telling = telling
        self.text = telling.words.text
        self.lines = [line[:_LONGEST].strip() for line in self.text.split("\n")[:_MOST_LINES]]
        self.written = [line[:_LONGEST].strip() for line in telling.words.original.split("\n")[:_MOST_LINES]]
        self.below = self._begins()

    def holds(self, item: Named) -> bool:
        """An address that only says where the requester can be reached."""
        number = self.text.count("\n", 0, item.start)
        if number >= len(self.lines) or self._is_kept(item) or self._is_postscript(number):
            return False
        line, reachable = self.lines[number], any(map(_is_contact, self._paragraph(number)))
        own = is_own(item.address, self.telling)
        if number < self.below and not (own and number > 1 and self._is_contact_block(number)):
            return False
        if item.role:
            head = self.text[max(0, item.start - 12) : item.start]
            return _is_contact(line) and not _LABELLED.search(head)
        return reachable or own

    def _is_kept(self, item: Named) -> bool:
        """Who speaks of themselves alone is told by their address; and so is the mailbox that is here."""
        picture, line = self.telling.picture, self.text[: item.start].rpartition("\n")[2]
        if any(word.startswith(_data()["about"]) for word in _WORD.findall(line)):
            return True
        if item.address == picture.requester:
            return not somebody_else(self.telling)
        elsewhere = picture.requester is None or is_ours(picture.requester, picture) is False
        return elsewhere and bool(is_ours(item.address, picture))

    def _begins(self) -> int:
        """The number of the first line below a closing formula or the requester's name."""
        told = False
        for number, line in enumerate(self.lines):
            if told and (_is_closing(line) or self._is_name(number)):
                return number + 1
            told = told or (number > 0 and len(_WORD.findall(line)) >= _SENTENCE_WORDS)
        return len(self.lines)

    def _is_name(self, number: int) -> bool:
        """The requester's name on a line of its own; a stranger's where it heads a block of contacts."""
        line, written = self.lines[number], self.written[number] if number < len(self.written) else ""
        words = _WORD.findall(line)
        if not _NAME.match(line) or not 0 < len(words) <= _NAME_WORDS:
            return False
        if set(words) & self._own_names():
            return True
        capital = all(word[0].isupper() for word in _WORD.findall(written))
        first = number == 0 or not self.lines[number - 1]
        below = self._paragraph(number)[1:]
        above = next((line for line in reversed(self.lines[:number]) if line), "")
        heads = len(words) > 1 and capital and first and not above.endswith(":")
        return heads and self._is_last(number) and any(map(_is_contact, below))

    def _is_last(self, number: int) -> bool:
        """Does no paragraph follow but a postscript?"""
        last = number + len(self._paragraph(number))
        return all(not line or self._is_postscript(at) for at, line in enumerate(self.lines) if at >= last)

    def _own_names(self) -> set[str]:
        picture = self.telling.picture
        name = fold(picture.opening.evidence.from_name or "") if picture.opening else ""
        local = (picture.requester or "").partition("@")[0]
        return {word for word in _WORD.findall(f"{name} {fold(local)}") if len(word) > 2}

    def _paragraph(self, number: int) -> list[str]:
        """The lines of a paragraph, wherever in it a line stands."""
        first = last = number
        while first > 0 and self.lines[first - 1]:
            first -= 1
        while last + 1 < len(self.lines) and self.lines[last + 1]:
            last += 1
        return self.lines[first : last + 1]

    def _is_contact_block(self, number: int) -> bool:
        """A paragraph with a telephone number or a site, and without a sentence."""
        lines = self._paragraph(number)
        if lines[0].endswith(":"):
            return False
        telephone = any(_TELEPHONE.search(line) or _SITE.search(line) for line in lines)
        return (
            telephone
            and all(len(_WORD.findall(line)) <= _CONTACT_WORDS for line in lines)
            and not any(
                re.search(r"[.!?]$", line) and len(_WORD.findall(line)) > _SENTENCE_WORDS for line in lines
            )
        )

    def _is_postscript(self, number: int) -> bool:
        while number > 0 and self.lines[number - 1] and not _is_postscript(self.lines[number]):
            number -= 1
        return _is_postscript(self.lines[number])


def _is_contact(line: str) -> bool:
    """Does a line hold a telephone number or a site? A date and a clock time are none."""
    if _TELEPHONE.search(line) or _SITE.search(line):
        return True
    bare = _DATED.sub(" ", line)
    return any(sum(map(str.isdigit, one[0])) >= _DIGITS for one in _NUMBER.finditer(bare))


def _is_closing(line: str) -> bool:
    words = _WORD.findall(line)
    return 0 < len(words) <= _CLOSING_WORDS and "@" not in line and bool(_closings().match(line))


def _is_postscript(line: str) -> bool:
    return any(re.match(rf"{re.escape(mark)}\b[\s.:)-]", line) for mark in _data()["postscript"])


@cache
def _closings() -> re.Pattern[str]:
    listed = {one for name, words in _data().items() if len(name) == 2 for one in words}
    return re.compile(rf"(?:{'|'.join(map(re.escape, sorted(listed, key=len, reverse=True)))})\b")


@cache
def _data() -> dict[str, tuple[str, ...]]:
    return {name: tuple(words) for name, words in tomllib.loads(_DATA.read_text("utf-8")).items()}
