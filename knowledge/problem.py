"""A problem or route: one TOML file, named like the word that it is about."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from knowledge.errors import KnowledgeError, nearest
from knowledge.tables import Table, read_toml
from knowledge.vocabulary import Detail, Problem, ProblemKind, Route


def read_problem(path: Path) -> Problem:
    """The problem that a file describes. Raises `KnowledgeError`."""
    table = Table(str(path), read_toml(path))
    table.check_keys([item.name for item in fields(Problem)])
    known = [*map(str, ProblemKind), *map(str, Route)]
    name = table.text("name", path.stem)
    if name not in known:
        raise KnowledgeError(f'{path}: "{name}" is no problem and no route{nearest(name, known)}')
    cues = table.table("cues")
    return Problem(
        name=name,
        title=table.text("title") or name.replace("_", " "),
        cues={language: cues.texts(language) for language in cues.values},
        details=table.words("details", Detail),
        outcome=table.text("outcome"),
        articles=table.texts("articles"),
    )
