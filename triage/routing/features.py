"""What the classifier sees of a text: words, letters, concepts of all languages, who does what to whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from knowledge.folding import words
from knowledge.roles import load_roles
from triage.routing.negation import meant
from triage.routing.spoken import spoken

MAX_CHARS = 2500
"""A ticket says in its beginning what it is about; the rest costs time only."""
WINDOW = 4
"""How many concepts ahead a pair of concepts may reach."""
SCENE = 3
"""The same for who does what to whom, within a sentence."""
LETTERS = (3, 4, 5)
ACTS = frozenset(
    {
        *(
            "send",
            "arrive",
            "reject",
            "bounce",
            "not",
            "junkfolder",
            "inbox",
            "blocklist",
            "missing",
            "delay",
        ),
        *(
            "spoof",
            "hacked",
            "newsletter",
            "spam",
            "unsubscribe",
            "outbox",
            "want",
            "setup",
            "thanks",
            "stop",
        ),
        *("header", "password", "nouser", "full", "ourside", "theirside", "allothers", "ihere"),
    }
)
"""The concepts that somebody does, or that happen to somebody."""

Counts = Counter[str]
Placed = Sequence[tuple[int, str]]


def features(text: str) -> tuple[Counts, Counts, Counts, Counts]:
    """Counts of words (`w:`, `w:a b`), letters (`l:abc`), concepts (`c:x`, `c:x y`) and scenes (`r:x y`)."""
    row = words(spoken(text)[:MAX_CHARS])
    concepts = meant(row)
    return (
        _word_counts(row),
        _letter_counts(row),
        Counter(_concepts(concepts)),
        Counter(_scenes(row, concepts)),
    )


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


def _concepts(found: Placed) -> Iterable[str]:
    """Each concept, and each pair that stands near, in the order said: "our mail", "their junk folder"."""
    for index, (_, name) in enumerate(found):
        yield f"c:{name}"
        for _, other in found[index + 1 : index + 1 + WINDOW]:
            if other != name:
                yield f"c:{name} {other}"


def _scenes(row: Sequence[str], concepts: Placed) -> Iterable[str]:
    """Pairs of who and what, sentence by sentence: "me send", "send to_person", "mailhost reject"."""
    acts = [(place, name) for place, name in concepts if name in ACTS]
    ends = [(place, ".") for place, word in enumerate(row) if word == "."]
    placed = sorted((*load_roles().found(row), *acts, *ends), key=lambda item: item[0])
    names = [name for _, name in placed]
    once = [name for before, name in zip([".", *names], names, strict=False) if name != before]
    for index, name in enumerate(once):
        if "_" in name:
            yield f"r:{name}"
        if name == ".":
            continue
        for other in once[index + 1 : index + 1 + SCENE]:
            if other == ".":
                break
            yield f"r:{name} {other}"
