"""The models that `mailtriage train` has made: numbered, each with its story; which is in use; the way back.

`<models>/versions/0003.npz` holds the numbers and `0003.json` the story (`Version`). `<models>/in-use.json`
names the version in use and those before it; it is replaced whole, so that a running service sees either of
two. Version 0 is what the examples of package and data folder make by themselves: it is always there.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from knowledge.library import Library
from triage.routing import classifier, features, model_file
from triage.routing.classifier import LinearClassifier
from triage.routing.train import load_or_train, models_folder

KEPT = 10
"""Older versions are dropped, but never the one in use nor the one before it."""
BUILT = 0


@dataclass(frozen=True)
class Version:
    """The story of one model. `taken`: it was not worse than the one in use when it was made."""

    number: int
    made_at: str
    taken: bool
    why: tuple[str, ...]
    """Why it was refused."""
    sha256: str
    """Of the .npz file, in hex."""
    reads_as: str
    """A digest of the code that makes features of a text: only the same code may use these numbers."""
    learnt: Mapping[str, int]
    """How many examples of what: `package`, `own`, `accepted`, `rerouted`, …"""
    compared_with: int
    """The version that was in use when it was made."""
    figures: Mapping[str, Any] = field(default_factory=dict)
    """The comparison on tickets that neither had seen."""
    learnt_from: tuple[str, ...] = ()
    """A digest of each example, so that a later comparison can learn from the same."""


@dataclass(frozen=True)
class InUse:
    """The model to judge with."""

    model: LinearClassifier
    number: int
    passed_over: tuple[str, ...] = ()
    """In words: each model that should have been used, and why it could not."""


@cache
def reads_as() -> str:
    """Names the code and the tables that turn a text into features."""
    whole = hashlib.sha256()
    for path in sorted({Path(str(classifier.__file__)), *_made_of(features)}, key=lambda path: path.name):
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:16]


_READING = ("knowledge.", "triage.routing.")


def _made_of(first: ModuleType) -> set[Path]:
    """The files of a module and of those of the desk's own that it rests on, with their tables (`PATH`)."""
    found, waiting = set(), [first]
    while waiting:
        module = waiting.pop()
        if module in found:
            continue
        found.add(module)
        names = {str(getattr(value, "__module__", "")) for value in vars(module).values()}
        waiting += [sys.modules[name] for name in names if name.startswith(_READING)]
    tables = (getattr(module, "PATH", None) for module in found)
    return {Path(str(module.__file__)) for module in found} | {
        path for path in tables if isinstance(path, Path)
    }


def find_model(data: Path | None, library: Library) -> InUse:
    """The version in use; where that is damaged or of other code, the one before it; at last the built one.

    Raises `KnowledgeError` when there is nothing but a wrong example to learn from.
    """
    model, number, passed_over = _first_fitting(data)
    return InUse(load_or_train(data, library) if model is None else model, number, passed_over)


def which(data: Path | None) -> tuple[int, tuple[str, ...]]:
    """The number of the model in use, and in words which ones are passed over."""
    return _first_fitting(data)[1:]


def _first_fitting(data: Path | None) -> tuple[LinearClassifier | None, int, tuple[str, ...]]:
    passed_over: list[str] = []
    for number in order(data):
        if number == BUILT:
            break
        found, why = _fitting(data, number)
        if found is not None:
            return found, number, tuple(passed_over)
        passed_over.append(why)
    return None, BUILT, tuple(passed_over)


def why_not(data: Path | None, number: int) -> str | None:
    """Why a version cannot be used; `None` when it can."""
    return None if number == BUILT or _fitting(data, number)[0] is not None else _fitting(data, number)[1]


def _fitting(data: Path | None, number: int) -> tuple[LinearClassifier | None, str]:
    path, version = numbers_file(data, number), story(data, number)
    if version is None:
        return None, f"{path.with_suffix('.json')} is missing or damaged: model {number} is not used"
    if version.reads_as != reads_as():
        why = (
            f"model {number} was made by another version of mailtriage and is not used: run mailtriage train"
        )
        return None, why
    raw = model_file.read_bytes(path)
    if raw is None or hashlib.sha256(raw).hexdigest() != version.sha256:
        return None, f"{path} is missing or damaged: model {number} is not used"
    found = model_file.loads(raw)
    if found is None:
        return None, f"{path} holds no model: model {number} is not used"
    return replace(found, name=f"model {number}"), ""


def order(data: Path | None) -> tuple[int, ...]:
    """The version in use, and then those before it; ends with `BUILT`."""
    said = _json(pointer(data)) or {}
    before = said.get("before")
    numbers = [said.get("in_use"), *(before if isinstance(before, list) else ())]
    row = [number for number in numbers if isinstance(number, int) and number > BUILT]
    return (BUILT,) if said.get("in_use") == BUILT else (*row, BUILT)


def use(data: Path | None, number: int, before: Sequence[int] | None = None) -> None:
    """Point at a version; a running service sees it at its next ticket. Raises `OSError`."""
    if before is None:
        before = [was for was in order(data) if was != number]
    _write(pointer(data), {"in_use": number, "before": [was for was in before if was != BUILT][:KEPT]})


def roll_back(data: Path | None) -> int | None:
    """Back to the version before the one in use; `None` when there is none. Raises `OSError`."""
    row = order(data)
    if len(row) < 2:
        return None
    use(data, row[1], row[2:])
    return row[1]


def keep(data: Path | None, model: LinearClassifier, version: Version) -> Version:
    """Write a version down, used or not: numbers first, then the story. Raises `OSError`."""
    path = numbers_file(data, version.number)
    model_file.save(model, path)
    whole = replace(version, sha256=hashlib.sha256(path.read_bytes()).hexdigest())
    _write(path.with_suffix(".json"), asdict(whole))
    return whole


def next_number(data: Path | None) -> int:
    """One that was never given, also where an old one was dropped."""
    return max((*_numbers(data), *order(data)), default=BUILT) + 1


def stories(data: Path | None) -> tuple[Version, ...]:
    """Every version that can be read, the newest first."""
    found = (story(data, number) for number in sorted(_numbers(data), reverse=True))
    return tuple(version for version in found if version is not None)


def story(data: Path | None, number: int) -> Version | None:
    said = _json(numbers_file(data, number).with_suffix(".json"))
    try:
        known = {item.name: said[item.name] for item in fields(Version)} if said else None
        if known is None or known["number"] != number:
            return None
        return Version(**known | {name: tuple(known[name]) for name in ("why", "learnt_from")})
    except (KeyError, TypeError):
        return None


def prune(data: Path | None) -> tuple[int, ...]:
    """Drop old versions; the numbers of those that are gone."""
    row = order(data)
    numbers = sorted(_numbers(data), reverse=True)
    gone = [number for number in numbers[KEPT:] if number not in row[:2]]
    for number in gone:
        for suffix in (".json", ".npz"):
            with suppress(OSError):
                numbers_file(data, number).with_suffix(suffix).unlink(missing_ok=True)
    return tuple(gone)


def numbers_file(data: Path | None, number: int) -> Path:
    return models_folder(data) / "versions" / f"{number:04}.npz"


def pointer(data: Path | None) -> Path:
    return models_folder(data) / "in-use.json"


def _numbers(data: Path | None) -> set[int]:
    folder = models_folder(data) / "versions"
    return {
        int(path.stem) for path in folder.glob("[0-9]*.*") if path.stem.isdecimal() and len(path.stem) < 9
    }


def _json(path: Path) -> dict[str, Any] | None:
    try:
        if path.stat().st_size > model_file.MAX_BYTES:
            return None
        said = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _write(path: Path, said: Mapping[str, Any]) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(said, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
