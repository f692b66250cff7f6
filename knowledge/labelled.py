"""Labelled tickets: one JSON object a line, in `knowledge/examples/*.jsonl` or any other folder."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from knowledge.errors import KnowledgeError, nearest
from knowledge.vocabulary import ProblemKind, Route


@dataclass(frozen=True)
class Example:
    """What somebody wrote, and what it was. `family`: never split between learning and testing."""

    id: str
    family: str
    lang: str
    subject: str
    text: str
    route: Route
    problem: ProblemKind | None = None
    has: tuple[str, ...] = ()
    """Which evidence came with it, such as `ndr` or `spam_samples`."""

    @property
    def words(self) -> str:
        """What the classifier reads."""
        return f"{self.subject}\n{self.text}".strip()


KEYS = frozenset(item.name for item in fields(Example))


def read_examples(paths: Iterable[Path]) -> tuple[Example, ...]:
    """Every example of the files, in order. Raises `KnowledgeError` with file and line."""
    found: list[Example] = []
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise KnowledgeError(f"{path}: cannot be read: {error}") from None
        for number, line in enumerate(lines, 1):
            if line.strip():
                found.append(_example(line, f"{path}, line {number}"))
    return tuple(found)


def _example(line: str, where: str) -> Example:
    try:
        values: Any = json.loads(line)
    except ValueError as error:
        raise KnowledgeError(f"{where}: is not JSON: {error}") from None
    if not isinstance(values, dict):
        raise KnowledgeError(f"{where}: should be one JSON object")
    for key in values:
        if key not in KEYS:
            raise KnowledgeError(f'{where}: unknown key "{key}"{nearest(key, KEYS)}')
    texts = {key: values.get(key) or "" for key in ("id", "family", "lang", "subject", "text", "route")}
    for key, value in texts.items():
        if not isinstance(value, str):
            raise KnowledgeError(f'{where}: "{key}" should be a text')
    return _checked(texts, values.get("problem"), tuple(values.get("has") or ()), where)


def _checked(texts: dict[str, str], problem: Any, has: tuple[str, ...], where: str) -> Example:
    try:
        route = Route(texts.pop("route"))
        kind = ProblemKind(problem) if problem else None
    except ValueError as error:
        raise KnowledgeError(f"{where}: {error}") from None
    if (kind is None) == (route is Route.REAL_ISSUE):
        raise KnowledgeError(f'{where}: "problem" belongs to a real issue, and only to one')
    texts["family"] = texts["family"] or texts["id"]
    return Example(route=route, problem=kind, has=has, **texts)
