"""The words by which a mail server's notice is known, as data: `words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("words.toml")


def words(kind: str) -> tuple[str, ...]:
    """`failed`, `delayed`, `given_up`, `daemons` or `people`, in lower case."""
    return _table()[kind]


@cache
def _table() -> dict[str, tuple[str, ...]]:
    table = tomllib.loads(_FILE.read_text("utf-8"))
    return {kind: tuple(entries) for kind, entries in table.items()}
