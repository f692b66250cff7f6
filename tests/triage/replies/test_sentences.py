"""Every language has every sentence, with the same values to fill in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from knowledge.vocabulary import OUT_OF_SCOPE_ROUTES, URGENT_PROBLEMS, Detail, Reason, WhoCanFix
from triage.replies.sentences import FOLDER, Missing, languages, sentence, steps


def _keys(language: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for path in (FOLDER / language).glob("*.toml"):
        found.update(_flat(path.stem, tomllib.loads(path.read_text("utf-8"))))
    return found


def _flat(prefix: str, table: dict[str, Any]) -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(f"{prefix}.{key}", value)
        else:
            yield f"{prefix}.{key}", value


def _shape(value: object) -> object:
    return len(value) if isinstance(value, list) else sorted(re.findall(r"\{(\w+)\}", str(value)))


@pytest.mark.parametrize("language", languages())
def test_complete(language: str) -> None:
    english = {key: _shape(value) for key, value in _keys("en").items()}
    assert {key: _shape(value) for key, value in _keys(language).items()} == english


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_explained(reason: Reason) -> None:
    assert sentence("en", f"reasons.{reason.value}.what")
    assert steps("en", f"reasons.{reason.value}.do")


def test_every_word_has_its_sentence() -> None:
    assert all(sentence("en", f"ask.{detail.value}") for detail in Detail)
    assert all(sentence("en", f"who.{who.value}.{side}") for who in WhoCanFix for side in ("you", "they"))
    assert all(sentence("en", f"urgent.{problem.value}.what") for problem in URGENT_PROBLEMS)
    assert all(
        sentence("en", f"routes.{route.value}.policy") for route in OUT_OF_SCOPE_ROUTES - {"newsletter"}
    )


def test_a_sentence_that_is_not_there() -> None:
    with pytest.raises(Missing):
        sentence("en", "ask.shoe_size")
