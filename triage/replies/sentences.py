"""The sentences that replies are built from: TOML files, a folder a language.

A deployment's own (`<data>/templates/LANGUAGE/`) win over those of the package, key by key.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from knowledge.library import PACKAGE, Library

FOLDER = Path(__file__).parent / "templates"
FALLBACK = "en"
Sentence = str | tuple[str, ...]


class Missing(KeyError):
    """A language does not have a sentence, or a value of it is not known."""


@dataclass(frozen=True)
class Voice:
    """One language: its sentences, those of a deployment first."""

    language: str
    overrides: tuple[Path, ...] = ()

    def say(self, key: str, /, **values: str) -> str:
        """The sentence of a dotted key (`ask.occurred_at`), filled in. Raises `Missing`."""
        found = self._sentences.get(key)
        if not isinstance(found, str):
            raise Missing(key)
        return _filled(found, values)

    def steps(self, key: str, /, **values: str) -> tuple[str, ...]:
        """The list of a dotted key, without those whose values are not all known; else empty."""
        found = self._sentences.get(key)
        done = []
        for step in found if isinstance(found, tuple) else ():
            try:
                done.append(_filled(step, values))
            except Missing:
                continue
        return tuple(done)

    def has(self, key: str) -> bool:
        """Is there a sentence or a list of that key?"""
        return key in self._sentences

    @property
    def _sentences(self) -> Mapping[str, Sentence]:
        return read_sentences((FOLDER, *self.overrides), self.language)


def voice(library: Library, language: str | None) -> Voice:
    """The voice for a requester: English where a language has no sentences."""
    known = language if language in languages() else FALLBACK
    return Voice(known or FALLBACK, own_folders(library))


def own_folders(library: Library) -> tuple[Path, ...]:
    """The template folders of a deployment, beside its own knowledge."""
    return tuple(folder.parent / "templates" for folder in library.folders if folder != PACKAGE)


def languages() -> tuple[str, ...]:
    """Every language that replies are written in."""
    return tuple(sorted(path.name for path in FOLDER.iterdir() if path.is_dir()))


def sentence(language: str, key: str, /, **values: str) -> str:
    """The package's sentence of a key. Raises `Missing`."""
    return Voice(language).say(key, **values)


def steps(language: str, key: str) -> tuple[str, ...]:
    """The package's list of a key; empty where there is none."""
    return Voice(language).steps(key)


def has(language: str, key: str) -> bool:
    """Does the package have that key?"""
    return Voice(language).has(key)


@cache
def read_sentences(folders: tuple[Path, ...], language: str) -> Mapping[str, Sentence]:
    """Every sentence of a language by its dotted key; of two with one key the later folder's.

    What a deployment has written counts only where a reply can be built from it (`overrides`).
    """
    found: dict[str, Sentence] = {}
    for folder in folders:
        home = folder / language
        for path in sorted(home.rglob("*.toml")):
            found.update(_package_file(path, home) if folder == FOLDER else _own_file(path, home))
    return MappingProxyType(found)


def _package_file(path: Path, home: Path) -> dict[str, Sentence]:
    return flat(prefix_of(path, home), tomllib.loads(path.read_text("utf-8")))


def _own_file(path: Path, home: Path) -> dict[str, Sentence]:
    from triage.replies.overrides import look  # only where a deployment has its own

    return look(path, home)[0]


def prefix_of(path: Path, home: Path) -> str:
    """What stands before the keys of a file: its place below the language's folder, with dots."""
    return ".".join(path.relative_to(home).with_suffix("").parts)


def flat(prefix: str, table: Mapping[str, Any]) -> dict[str, Any]:
    """Tables in tables as dotted keys; a list of words as a tuple."""
    found: dict[str, Any] = {}
    for name, value in table.items():
        key = f"{prefix}.{name}"
        if isinstance(value, dict):
            found.update(flat(key, value))
        elif isinstance(value, list) and all(isinstance(item, str) for item in value):
            found[key] = tuple(value)
        else:
            found[key] = value
    return found


def _filled(text: str, values: Mapping[str, str]) -> str:
    try:
        return text.format_map(values)
    except (KeyError, ValueError, IndexError, AttributeError):
        raise Missing(text) from None
