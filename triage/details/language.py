"""Which of the desk's languages is a text in? By its function words: fast, and sure from a few words on."""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

from triage.details.lexicon import fold

_DATA = Path(__file__).parent / "data" / "function_words.toml"
_FEWEST = 2


def language_of(tokens: tuple[str, ...]) -> str | None:
    """A language code, or `None` where the words do not tell (too few, or another language)."""
    score: Counter[str] = Counter()
    for token in tokens[:400]:
        for language, weight in _function_words().get(token, ()):
            score[language] += weight
    if not score:
        return None
    best, points = score.most_common(1)[0]
    return best if points >= _FEWEST else None


@cache
def _function_words() -> dict[str, tuple[tuple[str, int], ...]]:
    """Word -> languages, in units of a sixth: a word that several share counts less for each."""
    listed = tomllib.loads(_DATA.read_text("utf-8"))
    owners: dict[str, list[str]] = {}
    for language, words in listed.items():
        for word in {fold(word) for word in words}:
            owners.setdefault(word, []).append(language)
    return {word: tuple((name, max(1, 6 // len(names))) for name in names) for word, names in owners.items()}
