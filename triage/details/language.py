"""Which language is a text in? By its function words where they are clear, else by its letters."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from triage.details.lexicon import Words, fold

_DATA = Path(__file__).parent / "data" / "function_words.toml"
_CLEAR_SHARE, _CLEAR_MARGIN = 0.25, 1.6
_FEWEST, _FEWEST_FOREIGN = 3, 8
_SURE = 0.9
_TEXT_LIMIT = 2_000


@dataclass(frozen=True)
class Language:
    """`code`: one of the desk's languages, or `None`; `foreign`: it is surely another one."""

    code: str | None = None
    foreign: bool = False


def language_of(words: Words) -> Language:
    """The language of a text; nothing for a text of a few words that do not tell."""
    score: Counter[str] = Counter()
    told = 0
    tokens = words.tokens[:400]
    for token in tokens:
        owners = _function_words().get(token, ())
        told += bool(owners)
        for language, weight in owners:
            score[language] += weight
    best = score.most_common(2)
    if best and told >= _CLEAR_SHARE * len(tokens) and len(tokens) >= _FEWEST:
        others = best[1][1] if len(best) > 1 else 0
        if best[0][1] >= _CLEAR_MARGIN * others:
            return Language(best[0][0])
    return _by_letters(words) if len(tokens) >= _FEWEST else Language(best[0][0] if best else None)


def _by_letters(words: Words) -> Language:
    ranked = _identifier().rank(words.original[:_TEXT_LIMIT])
    ours = [(name, share) for name, share in ranked if name in _languages()]
    if sum(share for _name, share in ours) < 1 - _SURE and len(words.tokens) >= _FEWEST_FOREIGN:
        return Language(foreign=True)
    return Language(ours[0][0])


@cache
def _identifier() -> Any:
    """Loaded late, at the first text that its function words do not tell: it takes most of a second."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _languages() -> frozenset[str]:
    return frozenset(tomllib.loads(_DATA.read_text("utf-8")))


@cache
def _function_words() -> dict[str, tuple[tuple[str, int], ...]]:
    """Word -> languages, in units of a sixth: a word that several share counts less for each."""
    listed = tomllib.loads(_DATA.read_text("utf-8"))
    owners: dict[str, list[str]] = {}
    for language, words in listed.items():
        for word in {fold(word) for word in words}:
            owners.setdefault(word, []).append(language)
    return {word: tuple((name, max(1, 6 // len(names))) for name in names) for word, names in owners.items()}
