"""Names of files that strangers chose, made harmless; they are shown to agents and stand in a header."""

from __future__ import annotations

import unicodedata

_LONGEST = 100


def safe_name(name: str, number: int) -> str:
    """The last part of a path on one line, without controls and invisible marks; its end is kept."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    flat = " ".join(seen.replace('"', "'").split()).strip(". ")
    stem, dot, ending = flat.rpartition(".")
    if not dot or not stem:
        return flat[:_LONGEST] if flat and not dot else f"file-{number}{dot}{ending}"[:_LONGEST]
    ending = ending[:10]
    return f"{stem[: _LONGEST - len(ending) - 1]}.{ending}"
