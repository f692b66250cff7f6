"""Which of very many phrases can stand in a text at all? Asked by pieces of words that many of them share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

_LENGTH = 5


def by_cue(phrases: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Each phrase's number, under the piece of its words that most of the others have as well.

    Where no cue stands in a text, none of its phrases does.
    """
    counted = Counter(piece for phrase in phrases for piece in _pieces(phrase))
    found: dict[str, list[int]] = {}
    for number, phrase in enumerate(phrases):
        best = max(_pieces(phrase), key=lambda piece: (counted[piece], piece))
        found.setdefault(best, []).append(number)
    return {cue: tuple(numbers) for cue, numbers in found.items()}


def _pieces(phrase: str) -> set[str]:
    """Five letters in a row out of its words, or the whole phrase where its words are shorter."""
    words = phrase.split()
    pieces = {word[at : at + _LENGTH] for word in words for at in range(len(word) - _LENGTH + 1)}
    return pieces or {phrase}
