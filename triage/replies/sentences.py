"""The sentences that replies are built from: TOML files, a folder a language."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "templates"
FALLBACK = "en"


class Missing(KeyError):
    """A language does not have a sentence: the whole reply is composed in English then."""


def languages() -> tuple[str, ...]:
    """Every language that replies are written in."""
    return tuple(sorted(path.name for path in FOLDER.iterdir() if path.is_dir()))


def sentence(language: str, key: str, **values: str) -> str:
    """The sentence of a dotted key (`ask.occurred_at`) with its values filled in. Raises `Missing`."""
    found = _find(language, key)
    if not isinstance(found, str):
        raise Missing(key)
    return found.format(**values) if values else found


def steps(language: str, key: str) -> tuple[str, ...]:
    """The list of a dotted key; empty where there is none."""
    found = _find(language, key)
    return tuple(found) if isinstance(found, list) else ()


def has(language: str, key: str) -> bool:
    return _find(language, key) is not None


def _find(language: str, key: str) -> Any:
    found: Any = _templates(language)
    for part in key.split("."):
        if not isinstance(found, dict) or part not in found:
            return None
        found = found[part]
    return found


@cache
def _templates(language: str) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for path in sorted((FOLDER / language).glob("*.toml")):
        merged[path.stem] = tomllib.loads(path.read_text("utf-8"))
    return merged
