"""A deployment's own sentences: are they ones that a reply can be built from?

A sentence that is not known, has the wrong type, or whose values are not those of the package's, is named
with its file, and is not used: the package's own stands in its place.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.errors import nearest
from triage.replies.sentences import FALLBACK, FOLDER, Sentence, flat, languages, prefix_of, read_sentences

MOST_BYTES = 200_000
_VALUE = re.compile(r"\{(\w+)\}")
_BRACE = re.compile(r"[{}]")


@dataclass(frozen=True)
class Mistake:
    """One thing that is wrong with a deployment's sentences; `remedy` is what to write instead."""

    file: Path
    wrong: str
    remedy: str


def mistakes(folders: tuple[Path, ...]) -> Iterator[Mistake]:
    """Everything that is wrong in the template folders of a deployment."""
    for folder in folders:
        for home in sorted(path for path in folder.glob("*") if path.is_dir()):
            if home.name not in languages():
                hint = nearest(home.name, languages())
                yield Mistake(home, f'"{home.name}" is no language of replies{hint}', "rename the folder")
                continue
            for path in sorted(home.rglob("*.toml")):
                yield from look(path, home)[1]


def look(path: Path, home: Path) -> tuple[dict[str, Sentence], tuple[Mistake, ...]]:
    """The sentences of one file that can be used, and what is wrong with the others."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return {}, (Mistake(path, f"it is larger than {MOST_BYTES} bytes", "split it"),)
        tables = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return {}, (Mistake(path, f"it cannot be read: {error}", "correct it: TOML, in UTF-8"),)
    good: dict[str, Sentence] = {}
    wrong: list[Mistake] = []
    model = read_sentences((FOLDER,), FALLBACK)
    for key, value in flat(prefix_of(path, home), tables).items():
        mistake = _judged(path, key, value, model)
        if mistake is None:
            good[key] = value
        else:
            wrong.append(mistake)
    return good, tuple(wrong)


def _judged(path: Path, key: str, value: Any, model: Mapping[str, Sentence]) -> Mistake | None:
    wanted = model.get(key)
    if wanted is None:
        return Mistake(
            path, f'"{key}" is no sentence of replies{nearest(key, model)}', "correct or remove it"
        )
    if not isinstance(value, type(wanted)) or not value:
        kind = "a text in quotes" if isinstance(wanted, str) else "a list of texts"
        return Mistake(path, f'"{key}" should be {kind}', f"{key.rpartition('.')[2]} = {_example(wanted)}")
    there, needed = _values(value), _values(wanted)
    if missing := sorted(needed - there):
        return Mistake(path, f'"{key}" leaves out {_braced(missing)}', "put it where the value belongs")
    if strange := sorted(there - needed):
        known = f"known are {_braced(sorted(needed))}" if needed else "it takes no values"
        return Mistake(path, f'"{key}" holds {_braced(strange)}, which it is not given', known)
    if any(_BRACE.search(_VALUE.sub("", text)) for text in _texts(value)):
        return Mistake(path, f'"{key}" holds a brace that is no value', "write no { or } around other words")
    return None


def _texts(value: Sentence) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _values(value: Sentence) -> frozenset[str]:
    return frozenset(name for text in _texts(value) for name in _VALUE.findall(text))


def _braced(names: list[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)


def _example(wanted: Sentence) -> str:
    return '"…"' if isinstance(wanted, str) else '["…", "…"]'
