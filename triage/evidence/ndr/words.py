"""The words by which a mail server's notice is known, as data: `words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from triage.evidence.ndr.cues import by_cue

_FILE = Path(__file__).with_name("words.toml")


def words(kind: str) -> tuple[str, ...]:
    """`failed`, `delayed`, `given_up`, `daemons` or `people`, in lower case."""
    return _table()[kind]


def says(kind: str, text: str) -> bool:
    """Does one of the words stand in a text in lower case? What several share is looked for first."""
    return any(
        cue in text and any(phrase in text for phrase in phrases) for cue, phrases in _by_cue(kind).items()
    )


@cache
def _by_cue(kind: str) -> dict[str, tuple[str, ...]]:
    phrases = words(kind)
    return {cue: tuple(phrases[number] for number in found) for cue, found in by_cue(phrases).items()}


@cache
def _table() -> dict[str, tuple[str, ...]]:
    table = tomllib.loads(_FILE.read_text("utf-8"))
    return {kind: tuple(entries) for kind, entries in table.items()}
