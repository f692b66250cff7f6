"""What a word stands for, whichever of the desk's languages it is from: `knowledge/concepts.toml`.

An entry is a word (`spam`), the beginning of one (`hirlevel*`), or several in a row (`not arriv*`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from knowledge.errors import KnowledgeError
from knowledge.folding import fold
from knowledge.tables import Table, read_toml

PATH = Path(__file__).parent / "concepts.toml"
Entry = tuple[tuple[str, ...], str]


@dataclass(frozen=True)
class Concepts:
    """Every entry by the first word (or first letters) that it begins with."""

    whole: dict[str, list[Entry]] = field(default_factory=dict)
    begins: dict[str, list[Entry]] = field(default_factory=dict)
    search: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The English words to look up for a concept."""

    def found(self, words: Sequence[str]) -> Iterator[tuple[int, str]]:
        """Position and name of each concept in a row of folded words; one may stand for several."""
        for place, word in enumerate(words):
            names: set[str] = set()
            for rest, name in self._starting(word):
                if name not in names and _follows(rest, words, place + 1):
                    names.add(name)
                    yield place, name

    def _starting(self, word: str) -> Iterator[Entry]:
        yield from self.whole.get(word, ())
        for length in range(3, len(word) + 1):
            yield from self.begins.get(word[:length], ())


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
                _add(concepts, name, entry, f"{path}: [{name}] {language}")
    return concepts


def _add(concepts: Concepts, name: str, entry: str, where: str) -> None:
    first, *rest = fold(entry).split() or [""]
    if first.endswith("*"):
        first, shelf = first[:-1], concepts.begins
        if len(first) < 3:
            raise KnowledgeError(f'{where}: "{entry}" needs three letters before the "*"')
    else:
        shelf = concepts.whole
    if not first.isalnum() or any(not part.rstrip("*").isalnum() for part in rest):
        raise KnowledgeError(f'{where}: "{entry}" should be words with an optional "*" at their ends')
    shelf.setdefault(first, []).append((tuple(rest), name))
