"""Whatever is recorded of a ticket can be said in words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import bot.desk
from bot.web import words
from bot.web.trail_view import DID


def recorded() -> Iterator[tuple[str, str]]:
    """Every verb that a file of the desk passes to `record` by its name, with that file."""
    for path in sorted(Path(bot.desk.__path__[0]).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "record":
                what = node.args[3] if len(node.args) > 3 else None
                if isinstance(what, ast.Constant):
                    yield path.name, str(what.value)


def test_every_recorded_verb_has_words() -> None:
    found = set(recorded())
    assert len(found) > 20
    assert {(name, what) for name, what in found if what not in DID} == set()


def test_every_outcome_of_the_ledger_has_words() -> None:
    assert set(words.OUTCOMES) <= set(DID)
