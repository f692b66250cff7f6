"""Which language is a text in? By its function words where they are clear, else by its letters."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from triage.details.lexicon import Words, fold

_DATA = Path(__file__).parent / "data" / "function_words.toml"
_LETTERS = Path(__file__).parent / "data" / "letters.toml"
_CLEAR_SHARE, _CLEAR_MARGIN, _FEW_MARGIN = 0.25, 1.6, 1.3
_FEWEST, _FEWEST_FOREIGN = 3, 8
_FEWEST_STRANGE = 2
_WEAK = 0.95
"""Score a word below which a language is doubtful: one word in six that only it has."""
_SURE, _LIKELY = 0.9, 0.75
_TEXT_LIMIT = 2_000
_MACHINES = "en"
"""What servers write their notices in, and people their "Hi": it takes more words to be believed."""
_FEWEST_OF_MACHINES = 3
_MOST_PARAGRAPHS = 12
_PARAGRAPH = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True)
class Language:
    """`code`: one of the desk's languages, or `None`; `foreign`: it is surely another one."""

    code: str | None = None
    foreign: bool = False


def language_of(words: Words, body: int = 0) -> Language:
    """The language of a text; nothing for a text of a few words that do not tell.

    What stands first counts most: below a person's two lines often stands a server's long notice.
    `body` is where the subject ends, which may be a server's, too.
    """
    code, end = _of_opening(words, body)
    if code is None:
        whole, end = _of_all(words), len(words.text)
        if whole.code is None:
            return whole
        code = whole.code
    return Language(foreign=True) if _is_related(words, end, code) else Language(code)


def _is_related(words: Words, end: int, code: str) -> bool:
    """Is it a language beside ours that has words like it (Czech and Polish)? By letters, where in doubt."""
    said, tokens = words.original[: min(end, _TEXT_LIMIT)], _tokens(words, 0, end)[:400]
    strange = sum(char > "z" and char.isalpha() and char not in _letters()[code] for char in said.lower())
    best = _scores(tokens)[0]
    weak = len(tokens) >= _FEWEST_FOREIGN and best is not None and best[1] < _WEAK * len(tokens)
    if strange < _FEWEST_STRANGE and not weak:
        return False
    ours: float = sum(share for name, share in _identifier().rank(said) if name in _languages())
    return ours < 1 - _SURE


def _of_all(words: Words) -> Language:
    tokens = words.tokens[:400]
    if code := _by_words(tokens, _FEWEST):
        return Language(code)
    best = _scores(tokens)[0]
    return _by_letters(words) if len(tokens) >= _FEWEST else Language(best[0] if best else None)


def _of_opening(words: Words, body: int) -> tuple[str | None, int]:
    """Of the first paragraph that tells, and its end; of a few words above a notice, with the subject."""
    above = 0
    for start, end in _paragraphs(words, body):
        tokens = _tokens(words, start, end)
        greeting = len(tokens) < _FEWEST and words.text[start:end].strip().endswith((",", "!"))
        code = None if greeting else _by_words(tokens, 2)
        if code == _MACHINES and _scores(tokens)[1] >= _FEWEST_OF_MACHINES:
            few = _of_few(words, above) if above else None
            return (few, above) if few else (code, end)
        if code and code != _MACHINES:
            return code, end
        above = end if tokens and not greeting else above
    return None, 0


def _tokens(words: Words, start: int, end: int) -> tuple[str, ...]:
    return words.tokens[bisect_left(words.starts, start) : bisect_left(words.starts, end)]


def _of_few(words: Words, end: int) -> str | None:
    """Of the first words of a text; another language than the machines', and only with little doubt."""
    tokens = _tokens(words, 0, end)
    best = _scores(tokens)[0]
    code = _by_words(tokens, 2)
    if code is None and best and best[0] != _MACHINES and best[1] >= _FEW_MARGIN * best[2]:
        # what stands above is another hand's than the notice: a little more than any other will do
        code = best[0]
    if code is None:
        name, share = _identifier().rank(words.original[: min(end, _TEXT_LIMIT)])[0]
        code = str(name) if name in _languages() and share >= _LIKELY else None
    return code if code != _MACHINES else None


def _paragraphs(words: Words, body: int) -> list[tuple[int, int]]:
    breaks = [match.start() for match in _PARAGRAPH.finditer(words.text, body)][:_MOST_PARAGRAPHS]
    return list(zip([body, *breaks], [*breaks, len(words.text)], strict=True))


def _by_words(tokens: tuple[str, ...], fewest: int) -> str | None:
    """The language whose function words there are enough of, and clearly more than of any other."""
    best, told = _scores(tokens)
    if not best or len(tokens) < fewest or told < _CLEAR_SHARE * len(tokens):
        return None
    return best[0] if best[1] >= _CLEAR_MARGIN * best[2] else None


def _scores(tokens: tuple[str, ...]) -> tuple[tuple[str, int, int] | None, int]:
    """The best language with its score and the second one's, and how many words told anything."""
    score: Counter[str] = Counter()
    told = 0
    for token in tokens:
        owners = _function_words().get(token, ())
        told += bool(owners)
        for language, weight in owners:
            score[language] += weight
    first = score.most_common(2)
    if not first:
        return None, told
    return (*first[0], first[1][1] if len(first) > 1 else 0), told


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
def _letters() -> dict[str, str]:
    return dict(tomllib.loads(_LETTERS.read_text("utf-8")))


@cache
def _function_words() -> dict[str, tuple[tuple[str, int], ...]]:
    """Word -> languages, in units of a sixth: a word that several share counts less for each."""
    listed = tomllib.loads(_DATA.read_text("utf-8"))
    owners: dict[str, list[str]] = {}
    for language, words in listed.items():
        for word in {fold(word) for word in words}:
            owners.setdefault(word, []).append(language)
    return {word: tuple((name, max(1, 6 // len(names))) for name in names) for word, names in owners.items()}
