"""Read a TOML file and take values out of it, naming file and key when one is not what it should be."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from knowledge.errors import KnowledgeError, nearest

E = TypeVar("E", bound=StrEnum)
MAX_BYTES = 1_000_000


def read_toml(path: Path) -> dict[str, Any]:
    """The table of a file. Raises `KnowledgeError` when it is missing, too large or not TOML."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise KnowledgeError(f"{path}: cannot be read: {error.strerror}") from None
    if len(raw) > MAX_BYTES:
        raise KnowledgeError(f"{path}: is larger than {MAX_BYTES} bytes, which no such file should be")
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path}: is not valid TOML: {error}") from None


class Table:
    """One table of a file, with where it stands for messages (`oss.toml: [escalation]`)."""

    def __init__(self, where: str, values: Mapping[str, Any]) -> None:
        self.where, self.values = where, values

    def wrong(self, key: str, should: str) -> KnowledgeError:
        shown = repr(self.values.get(key))[:80]
        return KnowledgeError(f'{self.where}: "{key}" should be {should}, not {shown}')

    def check_keys(self, known: Iterable[str]) -> None:
        """Raises `KnowledgeError` for the first key that nobody reads."""
        names = set(known)
        for key in self.values:
            if key not in names:
                raise KnowledgeError(f'{self.where}: unknown key "{key}"{nearest(key, names)}')

    def text(self, key: str, default: str = "") -> str:
        value = self.values.get(key, default)
        if not isinstance(value, str):
            raise self.wrong(key, "a text in quotes")
        return value.strip()

    def number(self, key: str, default: float) -> float:
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(key, "a number")
        return float(value)

    def whole(self, key: str, default: int) -> int:
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.wrong(key, "a whole number")
        return value

    def texts(self, key: str, should: str = "a list of texts") -> tuple[str, ...]:
        value = self.values.get(key, ())
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            raise self.wrong(key, should)
        return tuple(item.strip() for item in value)

    def words(self, key: str, kind: type[E]) -> tuple[E, ...]:
        """A list of words of the vocabulary."""
        return tuple(self._word(key, word, kind) for word in self.texts(key))

    def _word(self, key: str, word: str, kind: type[E]) -> E:
        try:
            return kind(word)
        except ValueError:
            hint = nearest(word, [str(item) for item in kind])
            raise KnowledgeError(f'{self.where}: "{key}" holds "{word}"{hint}') from None

    def table(self, key: str) -> Table:
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key, "a table")
        return Table(f"{self.where}: [{key}]", value)

    def each(self, key: str, fits: Callable[[str], bool], should: str) -> tuple[str, ...]:
        """A list of texts that each fit."""
        found = self.texts(key)
        for item in found:
            if not fits(item):
                raise KnowledgeError(f'{self.where}: "{key}" holds "{item}", which is not {should}')
        return found
