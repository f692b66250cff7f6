"""The words of the requester's page, in their language: one TOML file a language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from triage.replies.sentences import FALLBACK

_FOLDER = Path(__file__).parent / "languages"


@cache
def languages() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


@cache
def words_in(language: str | None) -> Mapping[str, Any]:
    """Nested as in the file, with `lang`: the language that they are really in."""
    found = language if language in languages() else FALLBACK
    text = (_FOLDER / f"{found}.toml").read_text("utf-8").replace("{mb} M", "{mb}\N{NO-BREAK SPACE}M")
    return {"lang": found, **tomllib.loads(text)}
