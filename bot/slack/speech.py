"""What the app says to requesters in Slack, in their language: one TOML file a language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from triage.details.language import language_of
from triage.details.lexicon import read_words
from triage.replies.sentences import FALLBACK

_FOLDER = Path(__file__).parent / "languages"
_ENOUGH = 4_000


@cache
def languages() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


@cache
def speech(language: str | None) -> Mapping[str, Any]:
    """Nested as in the file; in English where there is no such language."""
    found = language if language in languages() else FALLBACK
    return tomllib.loads((_FOLDER / f"{found}.toml").read_text("utf-8"))


def language_in(text: str, otherwise: str | None = None) -> str:
    """The language that a text is written in, else the given one, else English."""
    read = language_of(read_words(text[:_ENOUGH])) if text.strip() else None
    code = read.code if read is not None and not read.foreign else None
    return next((found for found in (code, otherwise) if found in languages()), FALLBACK)
