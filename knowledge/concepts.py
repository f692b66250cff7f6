"""What a word stands for, whichever of the desk's languages it is from: `knowledge/concepts.toml`.

An entry is a word (`spam`), the beginning of one (`hirlevel*`), or several in a row (`not arriv*`).
Where a text's language is known, a short word of another one says nothing: "no" is "in the" in Portuguese.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from knowledge.errors import KnowledgeError
from knowledge.folding import spellings
from knowledge.tables import Table, read_toml

PATH = Path(__file__).parent / "concepts.toml"
Entry = tuple[tuple[str, ...], str, str]
"""The words that follow the first one, the concept, the language."""
MAX_KEPT, MAX_KEPT_LETTERS = 20_000, 40
SHORT, SHORT_ENGLISH = 5, 3
"""Up to how many letters a word is its own language's only; English is quoted in letters of all languages."""


@dataclass(frozen=True)
class Concepts:
    """Every entry by the first word (or first letters) that it begins with."""

    whole: dict[str, list[Entry]] = field(default_factory=dict)
    begins: dict[str, list[Entry]] = field(default_factory=dict)
    search: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The English words to look up for a concept."""
    _kept: dict[str, tuple[Entry, ...]] = field(default_factory=dict, repr=False)

    def found(self, words: Sequence[str], language: str | None = None) -> Iterator[tuple[int, str]]:
        """Position and name of each concept in a row of folded words; one may stand for several.

        `language`: the one that the text is in, where it is known.
        """
        for place, word in enumerate(words):
            names: set[str] = set()
            for rest, name, of in self._starting(word):
                if name in names or _is_foreign(word, of, language):
                    continue
                if _follows(rest, words, place + 1):
                    names.add(name)
                    yield place, name

    def _starting(self, word: str) -> tuple[Entry, ...]:
        """The entries whose first word this is; kept, as the same words come again."""
        known = self._kept.get(word)
        if known is None:
            known = (
                *self.whole.get(word, ()),
                *(entry for end in range(3, len(word) + 1) for entry in self.begins.get(word[:end], ())),
            )
            if len(self._kept) < MAX_KEPT and len(word) <= MAX_KEPT_LETTERS:
                self._kept[word] = known
        return known


def _is_foreign(word: str, of: str, language: str | None) -> bool:
    if language is None or of == language:
        return False
    return len(word) <= (SHORT_ENGLISH if of == "en" else SHORT)


def _follows(rest: tuple[str, ...], words: Sequence[str], place: int) -> bool:
    if place + len(rest) > len(words):
        return False
    return all(
        words[place + step].startswith(part[:-1]) if part[-1] == "*" else words[place + step] == part
        for step, part in enumerate(rest)
    )


@lru_cache(maxsize=4)
def load_concepts(path: Path = PATH) -> Concepts:
    """Read the file. Raises `KnowledgeError`."""
    table = Table(str(path), read_toml(path))
    concepts = Concepts()
    for name in table.values:
        languages = table.table(name)
        concepts.search[name] = languages.texts("search")
        for language in languages.values:
            if language == "search":
                continue
            for entry in languages.texts(language):
                for spelling in spellings(entry, language):
                    _add(concepts, name, spelling, language, f"{path}: [{name}]")
    return concepts


def _add(concepts: Concepts, name: str, entry: str, language: str, table: str) -> None:
    where = f"{table} {language}"
    first, *rest = entry.split() or [""]
    if first.endswith("*"):
        first, shelf = first[:-1], concepts.begins
        if len(first) < 3:
            raise KnowledgeError(f'{where}: "{entry}" needs three letters before the "*"')
    else:
        shelf = concepts.whole
    if not first.isalnum() or any(not part.rstrip("*").isalnum() for part in rest):
        raise KnowledgeError(f'{where}: "{entry}" should be words with an optional "*" at their ends')
    shelf.setdefault(first, []).append((tuple(rest), name, language))
