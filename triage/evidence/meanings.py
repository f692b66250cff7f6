"""What does a spam filter's test mean, in words for a person? The words: `meanings.toml`."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("meanings.toml")


def meaning_of(name: str) -> str | None:
    """The meaning of a test, by its name or by the family that its name begins with; `None`: not known."""
    exact, families = _table()
    return exact.get(name) or next((words for start, words in families if name.startswith(start)), None)


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, str], list[tuple[str, str]]]:
    table = tomllib.loads(_FILE.read_text("utf-8"))
    families = sorted(table["families"].items(), key=lambda item: -len(item[0]))
    return table["tests"], families
