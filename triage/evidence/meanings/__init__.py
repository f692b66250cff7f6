"""What does a spam filter's test mean, for a person? The words: one TOML file a filter, beside this."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@lru_cache(maxsize=4_096)
def meaning_of(name: str, first: str = "spamassassin") -> str | None:
    """The meaning of a test, by its name or by the family that its name begins with; `None`: not known.

    `first`: the filter that named it, one of those that have a file; its words win, and its families count.
    """
    tables = _tables()
    for filter_ in sorted(tables, key=lambda one: (one != first, one)):
        if name in tables[filter_][0]:
            return tables[filter_][0][name]
    return next((words for start, words in tables[first][1] if name.startswith(start)), None)


@cache
def _tables() -> dict[str, tuple[dict[str, str], list[tuple[str, str]]]]:
    """Filter -> its tests, and its families with the longest first."""
    found = {}
    for path in sorted(_FOLDER.glob("*.toml")):
        table = tomllib.loads(path.read_text("utf-8"))
        families = sorted(table["families"].items(), key=lambda item: -len(item[0]))
        found[path.stem] = (table["tests"], families)
    return found
