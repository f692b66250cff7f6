"""Labelled tickets: one JSON object a line, in `knowledge/examples/*.jsonl` or any other folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from knowledge.errors import KnowledgeError, nearest
from knowledge.vocabulary import Detail, ProblemKind, Route

WEIGHTS: Mapping[str, float] = MappingProxyType({"rerouted": 2.0, "edited": 0.7})
"""What a person's decision teaches beside an example that somebody wrote: who corrects has looked closely."""
Details = Mapping[str, str | tuple[str, ...]]


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
    details: Details = field(default_factory=dict, hash=False)
    """What is in it, by name of the detail: known for an evaluation only, never learnt."""
    missing: tuple[str, ...] | None = None
    """Which required details are not in it; `None`: nobody has said."""
    decision: str = ""
    """What an agent did, such as `rerouted`; empty for an example that was written as one."""
    requester: str = ""
    """Who wrote it, as an address (`from` in the file); for an evaluation through the whole pipeline."""
    date: str = ""
    """When it was written, as a mail's Date says it (RFC 5322)."""
    platform: str = ""

    @property
    def weight(self) -> float:
        """How much it counts in learning, beside 1 for an example that was written as one."""
        return WEIGHTS.get(self.decision, 1.0)

    @property
    def words(self) -> str:
        """What the classifier reads."""
        return f"{self.subject}\n{self.text}".strip()


KEYS = frozenset("from" if item.name == "requester" else item.name for item in fields(Example))
_TEXTS = ("id", "family", "lang", "subject", "text", "route", "decision", "from", "date", "platform")


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
    texts = {key: values.get(key) or "" for key in _TEXTS}
    for key, value in texts.items():
        if not isinstance(value, str):
            raise KnowledgeError(f'{where}: "{key}" should be a text')
    return _checked(texts, values, where)


def _checked(texts: dict[str, str], values: dict[str, Any], where: str) -> Example:
    problem = values.get("problem")
    try:
        route = Route(texts.pop("route"))
        kind = ProblemKind(problem) if problem else None
    except ValueError as error:
        raise KnowledgeError(f"{where}: {error}") from None
    if (kind is None) == (route is Route.REAL_ISSUE):
        raise KnowledgeError(f'{where}: "problem" belongs to a real issue, and only to one')
    texts["family"] = texts["family"] or texts["id"]
    has, details, missing = values.get("has") or (), values.get("details") or {}, values.get("missing")
    if not isinstance(details, dict) or not isinstance(missing, list | None):
        raise KnowledgeError(f'{where}: "details" should be an object, and "missing" a list')
    for name in (*details, *(missing or ())):
        if name not in set(Detail):
            raise KnowledgeError(f"{where}: there is no detail {name!r}{nearest(str(name), set(Detail))}")
    return Example(
        route=route,
        problem=kind,
        has=tuple(has),
        details={name: _value(value) for name, value in details.items()},
        missing=None if missing is None else tuple(missing),
        requester=texts.pop("from"),
        **{**texts, "date": _date(texts["date"], where)},
    )


def _value(value: Any) -> str | tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else str(value)


def _date(text: str, where: str) -> str:
    if text:
        try:
            parsedate_to_datetime(text)
        except ValueError:
            raise KnowledgeError(f"{where}: {text!r} should be a date as in a mail (RFC 5322)") from None
    return text
