"""What the doctor says of a deployment's own sentences, and of a language model that is named by half."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.doctor import examine
from bot.settings import Settings


def _said(data: Path, about: str, **settings: Any) -> list[tuple[str, str]]:
    found = examine(Settings(data=data, **settings))
    return [(item.wrong, item.remedy) for item in found if item.about == about]


def test_a_wrong_sentence_is_named_with_its_file(tmp_path: Path) -> None:
    path = tmp_path / "templates" / "en" / "frame.toml"
    path.parent.mkdir(parents=True)
    path.write_text('helo = "Hi,"', "utf-8")
    wrong = f'{path}: "frame.helo" is no sentence of replies (did you mean "frame.hello"?)'
    assert _said(tmp_path, "templates") == [(wrong, "correct or remove it")]
    path.write_text('hello = "Hi,"', "utf-8")
    assert _said(tmp_path, "templates") == []


@pytest.mark.parametrize(
    ("settings", "wrong"),
    [
        ({}, []),
        ({"llm_url": "https://model.test/v1", "llm_model": "small"}, []),
        ({"llm_url": "https://model.test/v1"}, ["it has no name"]),
        ({"llm_model": "small"}, ["it has no address"]),
        ({"llm_key": "k"}, ["it has no address"]),
    ],
)
def test_half_a_language_model(tmp_path: Path, settings: dict[str, Any], wrong: list[str]) -> None:
    assert [said for said, _ in _said(tmp_path, "language model", **settings)] == wrong
