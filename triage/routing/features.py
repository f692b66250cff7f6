"""What the classifier sees of a text: words, pairs of words, letters, and concepts of all languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from knowledge.concepts import load_concepts
from knowledge.folding import words

MAX_CHARS = 2500
"""A ticket says in its beginning what it is about; the rest costs time only."""
WINDOW = 4
"""How many concepts ahead a pair of concepts may reach."""
LETTERS = (3, 4, 5)

Counts = Counter[str]


def features(text: str) -> tuple[Counts, Counts, Counts]:
    """Counts of words (`w:`, `w:a b`), letters (`l:abc`) and concepts (`c:x`, `c:x y`)."""
    row = words(text[:MAX_CHARS])
    return _word_counts(row), _letter_counts(row), Counter(_concepts(row))


def _word_counts(row: Sequence[str]) -> Counts:
    counts: Counts = Counter()
    for before, word in zip([".", *row], row, strict=False):
        if word != ".":
            counts[f"w:{word}"] += 1
            if before != ".":
                counts[f"w:{before} {word}"] += 1
    return counts


def _letter_counts(row: Sequence[str]) -> Counts:
    counts: Counts = Counter()
    for word in row:
        if word != "." and not word.startswith("qq"):
            counts.update(_letters(word))
    return counts


@lru_cache(maxsize=20_000)
def _letters(word: str) -> tuple[str, ...]:
    """Every run of letters of a word, its beginning and end marked. Kept, as the same words come again."""
    padded = f" {word[:24]} "
    return tuple(
        "l:" + padded[start : start + size] for size in LETTERS for start in range(len(padded) - size + 1)
    )


def _concepts(row: Sequence[str]) -> Iterable[str]:
    """Each concept, and each pair that stands near, in the order said: "our mail", "their junk folder"."""
    found = list(load_concepts().found(row))
    for index, (_, name) in enumerate(found):
        yield f"c:{name}"
        for _, other in found[index + 1 : index + 1 + WINDOW]:
            if other != name:
                yield f"c:{name} {other}"
