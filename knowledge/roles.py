"""Who is spoken of in a text: the requester's side, the desk's, others, and where mail goes to or comes from.

Short words mean different things in different languages ("i" is "and" in Polish), so a text's language is
told first, by its common words, and only the words of that language are looked for: `knowledge/roles.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from knowledge.errors import KnowledgeError
from knowledge.folding import spellings
from knowledge.tables import Table, read_toml

PATH = Path(__file__).parent / "roles.toml"
SOMEBODY = ("me", "you", "they", "person", "mailhost")
PREPOSITIONS = ("to", "from")
REACH = 3
"""How many words after "to" or "from" somebody may stand: "to the new supplier"."""
_LISTENED = 200
_SHORTEST = 3
_FEWEST = 2
"""From how many common words on a language is told."""


@dataclass(frozen=True)
class Tongue:
    """The words of one language: by the whole word, and by how a word begins."""

    common: frozenset[str]
    whole: dict[str, str] = field(default_factory=dict)
    begins: dict[str, str] = field(default_factory=dict)

    def role(self, word: str) -> str | None:
        found = self.whole.get(word)
        if found is not None:
            return found
        starts = (word[:end] for end in range(_SHORTEST, len(word) + 1))
        return next((self.begins[start] for start in starts if start in self.begins), None)


@dataclass(frozen=True)
class Roles:
    tongues: dict[str, Tongue]

    def found(self, words: Sequence[str]) -> Iterator[tuple[int, str]]:
        """Position and role in a row of folded words: `me`, and `to_person` where mail goes to one."""
        tongue = self.tongues[self.language(words)]
        before: tuple[int, str] | None = None
        for place, word in enumerate(words):
            role = tongue.role(word)
            if role in PREPOSITIONS:
                before = place, role
            elif role and before and place - before[0] <= REACH:
                yield place, f"{before[1]}_{role}"
                if role != "me":  # "to our supplier" goes to the supplier, too
                    yield place, role
                    before = None
            elif role:
                yield place, role

    def language(self, words: Sequence[str]) -> str:
        """The language that most of the common words are from; the first one where there are none."""
        return max(scores := self._scores(words), key=lambda code: scores[code])

    def surely(self, words: Sequence[str]) -> str | None:
        """The language of a row of words; `None` where its common words do not tell it from all others."""
        scores = self._scores(words)
        best, second = sorted(scores.values(), reverse=True)[:2]
        return self.language(words) if best >= _FEWEST and best > second else None

    def _scores(self, words: Sequence[str]) -> dict[str, int]:
        said = words[:_LISTENED]
        return {code: sum(word in tongue.common for word in said) for code, tongue in self.tongues.items()}


@lru_cache(maxsize=4)
def load_roles(path: Path = PATH) -> Roles:
    """Read the file. Raises `KnowledgeError`."""
    table = Table(str(path), read_toml(path))
    return Roles({code: _tongue(table.table(code), code, f"{path}: [{code}]") for code in table.values})


def _tongue(table: Table, code: str, where: str) -> Tongue:
    tongue = Tongue(frozenset(_spelt(table.texts("common"), code)))
    for role in (*SOMEBODY, *PREPOSITIONS):
        for entry in _spelt(table.texts(role), code):
            word, star = entry.rstrip("*"), entry.endswith("*")
            if not word.isalnum() or (star and len(word) < _SHORTEST):
                raise KnowledgeError(f'{where} {role}: "{entry}" should be a word, three letters before "*"')
            (tongue.begins if star else tongue.whole).setdefault(word, role)
    return tongue


def _spelt(entries: Iterable[str], language: str) -> Iterator[str]:
    return (spelling for entry in entries for spelling in spellings(entry, language))
